import { randomUUID } from 'node:crypto';
import type { Clock } from '@waymark/care-types';
import type { Role } from '@waymark/policy';
import {
  listeningMessages,
  secret,
  serviceUnderTest,
  stubService,
  until,
  type TestPerson,
} from '@waymark/testkit';
import { referralIntake } from '../app.ts';
import { configSchema } from '../config.ts';

export type { Answer } from '@waymark/testkit';

/** The real service, and beside it those that it reads and writes to. */
export async function intake({ clock }: { clock?: Clock } = {}) {
  const others = await stubService();
  const messages = await listeningMessages();
  const service = await serviceUnderTest({
    name: 'referral-intake',
    basePath: '/referrals',
    make: (env, outside) => referralIntake(configSchema.parse(env), outside),
    settings: {
      IDENTITY_KEY: secret(),
      INDEX_KEY: secret(),
      PATHWAYS_URL: `${others.url}/pathways`,
      SUPPORT_URL: `${others.url}/support`,
      ...messages.settings,
    },
    ...(clock && { clock }),
  });
  return {
    ...service,
    /** pathway-tracker and needs-led-support, as they are read. */
    others,
    /** What families were written. */
    messages,
    databaseUrl: service.shared.database.url,
    sendFile: (
      csv: string | Uint8Array,
      {
        filename = 'synthetic.csv',
        key = String(randomUUID()),
        attended = false,
        who,
      }: { filename?: string; key?: string; attended?: boolean; who?: Role | TestPerson } = {},
    ) =>
      service.sendFile(`/api/imports?filename=${encodeURIComponent(filename)}&attended=${attended}`, csv, {
        ...(who !== undefined && { who }),
        headers: { 'idempotency-key': key },
      }),
    /** Resolves once a sweep has looked since the service was started last. */
    swept: (name: string) =>
      until(async () => {
        const looked = new RegExp(`^sweep_runs_total\\{sweep="${name}",outcome="done"[^}]*\\} [1-9]`, 'm');
        return looked.test(await service.metrics()) || undefined;
      }),
    async close() {
      await service.close();
      await others.close();
      await messages.close();
    },
  };
}

export type Intake = Awaited<ReturnType<typeof intake>>;
