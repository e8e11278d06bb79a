import { faultFromEnv, toldToFinish } from '@waymark/testkit/crash';
import { follower } from './crash-follow.ts';
import { CrashPlace, openSpine } from './crash-place.ts';

// Follows the tallies until it is killed or told to finish.
const finish = toldToFinish();
const spine = await openSpine(CrashPlace.parse(process.env), faultFromEnv(process.env));
const consumer = follower(spine);
await consumer.start();
await finish;
await consumer.stop();
await spine.close();
process.disconnect?.();
