import { faultFromEnv, toldToFinish } from '@waymark/testkit/crash';
import { follower } from './crash-follow.ts';
import { CrashEnvironment, openPipeline } from './crash-pipeline.ts';

// Follows the tallies until it is killed or told to finish.
const finish = toldToFinish();
const pipeline = await openPipeline(CrashEnvironment.parse(process.env), faultFromEnv(process.env));
const consumer = follower(pipeline);
await consumer.start();
await finish;
await consumer.stop();
await pipeline.close();
process.disconnect?.();
