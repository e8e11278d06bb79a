import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendOnly, connect } from '@waymark/aggregate-store';
import { systemClock } from '@waymark/care-types';
import { auditLog, logger } from '@waymark/service-base';
import { freshDatabase } from '@waymark/testkit';
import { inWords, verifyAudit } from './verify-audit.ts';

test('in the database: written by two processes, sound; then changed, then cut, and both are found', async () => {
  const database = await freshDatabase('audit');
  const db = await connect(database.url, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const folder = await mkdtemp(join(tmpdir(), 'waymark-audit-'));
  const key = randomBytes(32).toString('base64url');
  const chain = 'referral-intake';
  const verify = async () =>
    inWords(chain, await verifyAudit(store, { chain, key, headsFile: join(folder, 'heads.json') }));

  const store = appendOnly(db, 'audit');
  await store.migrate();
  const logs = [1, 2].map(() => auditLog(store, { chain, key, clock: systemClock }));
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => n).flatMap((n) =>
      logs.map((log, process) =>
        log.record({
          actor: 'synthetic-triage',
          action: 'view-referral',
          subjects: [`ref_${process}_${n}`],
          outcome: 'shown',
          traceId: 'a'.repeat(32),
        }),
      ),
    ),
  );
  expect(await verify()).toBe('referral-intake: sound, 20 entries');

  const documents = db.collection('audit');
  await documents.updateOne({ sequence: 7 }, { $set: { actor: 'somebody-else' } });
  expect(await verify()).toBe(
    'referral-intake: NOT SOUND at entry 7: the entry was changed, or was not made with our key',
  );
  await documents.updateOne({ sequence: 7 }, { $set: { actor: 'synthetic-triage' } });
  expect(await verify()).toBe('referral-intake: sound, 20 entries');
  await documents.deleteMany({ sequence: { $gt: 18 } });
  expect(await verify()).toBe(
    'referral-intake: NOT SOUND at entry 19: the entries up to 20 are missing at the end',
  );

  await db.close();
  await database.drop();
  await rm(folder, { recursive: true });
});
