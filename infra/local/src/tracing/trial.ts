// A small service of its own process: a request makes an event, the relay sends it, a consumer applies it.
import { aggregateStore, connect, mongoParkingLot, relay } from '@waymark/aggregate-store';
import { systemClock, todayInLondon } from '@waymark/care-types';
import { decide } from '@waymark/decisions';
import { referralReceived, ReferralState } from '@waymark/events';
import { currentTraceparent } from '@waymark/http';
import { kafkaMessaging, on } from '@waymark/messaging';
import { logger, stopTracing } from '@waymark/service-base';
import express from 'express';

const [mongoUrl = '', brokers = '', topicPrefix = ''] = process.argv.slice(2);
const log = logger({ level: 'silent', service: 'trial' });
const clock = systemClock;

const db = await connect(mongoUrl, { log, appName: 'trial' });
const messaging = kafkaMessaging(
  { brokers: brokers.split(','), clientId: 'trial', topicPrefix },
  { log, fatal: (reason) => report({ fatal: reason }) },
);
const { topic } = referralReceived;
await messaging.ensureTopics([topic]);
const referrals = aggregateStore(
  db,
  { collection: 'referrals', schema: ReferralState, topic, source: 'trial', indexes: [] },
  { clock },
);
await referrals.migrate();
const sender = relay([referrals], messaging.publisher, { db, clock, log });
sender.start();
const reporting = on(referralReceived, async ({ traceparent }) => {
  report({ applied: { event: traceparent, active: currentTraceparent() } });
  return 'applied';
});
const consumer = messaging.consumer('trial', [reporting], {}, { lot: mongoParkingLot(db) });
await consumer.start();

const app = express();
app.post('/referrals/:name/log', async (_req, res) => {
  const traceparent = currentTraceparent();
  const outcome = await referrals.create(
    referralReceived.example.referralId,
    {
      by: { id: 'synthetic-triage', roles: ['triage'] },
      at: { instant: clock.now().toString(), date: todayInLondon(clock) },
      name: 'log-referral',
      key: 'key-1',
      bodyHash: 'hash-1',
      ...(traceparent !== undefined && { traceparent }),
    },
    () => decide(referralReceived.example, [referralReceived(referralReceived.example)]),
  );
  res.json({ outcome: outcome.kind, traceparent });
});
const server = app.listen(0, '127.0.0.1', () => report({ listening: server.address() }));

process.stdin
  .on('end', () => {
    void (async () => {
      server.close();
      await consumer.stop();
      await sender.stop();
      await messaging.close();
      await db.close();
      await stopTracing();
      process.exit(0);
    })();
  })
  .resume();

function report(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
