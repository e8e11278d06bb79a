import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateStore, connect, relay } from '@waymark/aggregate-store';
import { calendarDate, systemClock } from '@waymark/care-types';
import { decide } from '@waymark/decisions';
import { referralReceived, ReferralState, topics } from '@waymark/events';
import { kafkaMessaging } from '@waymark/messaging';
import { logger } from '@waymark/service-base';
import { embeddedStack } from '@waymark/testkit/stack';

/**
 * What a command costs beside the plainest write of the same data:   node bench/write-path.ts
 * Ours: state, history, outbox and idempotency key in one document, and its event acknowledged by Kafka.
 * The floor: `insertOne` of the state alone. Both on the same servers, in turns, in this one run; what is said is
 * the ratio, for the machine is shared.
 */
const rounds = 5;
const each = 500;
const atOnce = 16;

const dir = await mkdtemp(join(tmpdir(), 'waymark-bench-'));
const stack = await embeddedStack({ dir });
const log = logger({ level: 'silent', service: 'bench' });
const db = await connect(`${stack.mongo.url}/bench`, { log, appName: 'bench' });
const messaging = kafkaMessaging(
  { brokers: stack.kafka.brokers, clientId: 'bench' },
  { log, fatal: () => process.exit(1) },
);
const store = aggregateStore(
  db,
  { collection: 'referrals', schema: ReferralState, topic: topics.referrals, source: 'bench', indexes: [] },
  { clock: systemClock },
);
const floor = db.connection.collection('plain');
await store.migrate();
await messaging.ensureTopics([topics.referrals]);
const sending = relay([store], messaging.publisher, { db, clock: systemClock, log });
sending.start();

let number = 0;
const state = ReferralState.parse(referralReceived.example);
const made = () => ({
  by: { id: 'bench', roles: [] },
  at: { instant: systemClock.now().toString(), date: calendarDate('2026-01-01') },
  name: 'bench',
  key: `key-${number}`,
  bodyHash: 'body',
});

async function ours(): Promise<void> {
  number += 1;
  await store.create(`ref-${number}`, made(), () => decide(state, [referralReceived(state)]));
}

async function plain(): Promise<void> {
  await floor.insertOne(structuredClone(state));
}

async function perSecond(one: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let left = each;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await one();
    }),
  );
  return (each * 1000) / (performance.now() - began);
}

await perSecond(ours);
await perSecond(plain);
const ratios: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const [commands, writes] = [await perSecond(ours), await perSecond(plain)];
  ratios.push(commands / writes);
  console.log(
    `round ${round}: ${commands.toFixed(0)} commands/s, ${writes.toFixed(0)} plain writes/s, ${(commands / writes).toFixed(2)} ×`,
  );
}
await sending.drained();
ratios.sort((a, b) => a - b);
console.log(
  `a command does ${ratios[Math.floor(rounds / 2)]?.toFixed(2)} × of plain writes (${ratios[0]?.toFixed(2)}–${ratios.at(-1)?.toFixed(2)}), its event acknowledged`,
);

await sending.stop();
await messaging.close();
await db.close();
await stack.stop();
await rm(dir, { recursive: true, force: true });
