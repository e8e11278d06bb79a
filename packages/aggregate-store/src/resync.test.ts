import { setTimeout as pause } from 'node:timers/promises';
import { kafkaMessaging } from '@waymark/messaging';
import { fakeClock } from '@waymark/testkit/clock';
import { freshTopicPrefix, testStack } from '@waymark/testkit/stack';
import { mongoParkingLot } from './parking-lot.ts';
import { relay } from './relay.ts';
import { answersResync } from './resync.ts';
import { follower } from './testing/crash-follow.ts';
import { followedTallies } from './testing/crash-pipeline.ts';
import { ownDatabase } from './testing/database.ts';
import { begin, recordingLog, command, raise, tallies, tallyRaised } from './testing/tally.ts';

const database = ownDatabase();

test('a follower that missed an event requests a resync, receives the whole state, and goes on', async () => {
  const db = database();
  const [published, followed, lot] = [tallies(db), followedTallies(db), mongoParkingLot(db)];
  const messaging = kafkaMessaging(
    {
      brokers: (await testStack()).kafkaBrokers,
      clientId: 'resync-test',
      topicPrefix: freshTopicPrefix(),
      consumerSettings: { replayEveryMs: 100 },
    },
    {
      log: recordingLog(),
      fatal: (reason) => {
        throw new Error(reason);
      },
    },
  );
  await Promise.all([published.migrate(), followed.migrate(), lot.migrate()]);
  await messaging.ensureTopics([tallyRaised.topic]);
  const consumers = [
    follower({ messaging, followed, lot }),
    answersResync([published], messaging, { group: 'tally-keeper', lot }),
  ];
  await Promise.all(consumers.map((consumer) => consumer.start()));

  await published.create('a', command('k1'), () => begin('a', 1));
  await published.change('a', command('k2'), (tally) => raise(tally, 2));
  await published.change('a', command('k3'), (tally) => raise(tally, 3));
  const [unsent] = await published.outbox.unsent({ before: fakeClock().now(), limit: 1 });
  const [first, , third] = unsent?.envelopes ?? [];
  if (unsent === undefined || first === undefined || third === undefined) throw new Error('Not written');
  await messaging.publisher.publish([{ topic: tallyRaised.topic, key: 'a', envelopes: [first, third] }]);
  await published.outbox.markSent([unsent]);
  const followedUpTo = async (sequences: number[]) => {
    const deadline = Date.now() + 10_000;
    const asWanted = async () => {
      const state = (await followed.get('a'))?.state;
      return state?.sequences.join() === sequences.join() && (await lot.keys()).length === 0;
    };
    while (!(await asWanted()) && Date.now() < deadline) await pause(10);
    expect((await followed.get('a'))?.state.sequences).toEqual(sequences);
    expect(await lot.keys()).toEqual([]);
  };
  await followedUpTo([1, 3]);
  expect((await followed.get('a'))?.state.amounts).toEqual([1, 2, 3]);

  const sending = relay([published], messaging.publisher, { db, clock: fakeClock(), log: recordingLog() });
  sending.start();
  await published.change('a', command('k4'), (tally) => raise(tally, 4));
  await followedUpTo([1, 3, 4]);
  await sending.stop();
  await messaging.close();
});
