import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freshDatabase, freshTopicPrefix, testStack } from '@waymark/testkit';
import { collector } from './collector.ts';

const register = join(import.meta.dirname, '../../../../packages/service-base/src/tracing/register.ts');
type Report = { listening?: { port: number }; applied?: { event?: string; active?: string }; fatal?: string };

/** The trial service in a process of its own, as `npm start` runs one. */
async function trial(otel: Record<string, string>) {
  const { kafkaBrokers } = await testStack();
  const database = await freshDatabase('tracing');
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--import',
    register,
    join(import.meta.dirname, 'trial.ts'),
    database.url,
    kafkaBrokers.join(','),
    freshTopicPrefix(),
  ];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...otel },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const reports: Report[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => reports.push(JSON.parse(line) as Report));

  /** The first report that has this member. */
  async function reported<Member extends keyof Report>(member: Member): Promise<NonNullable<Report[Member]>> {
    for (;;) {
      const found = reports.find((one) => one[member] !== undefined)?.[member];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`the trial ended: ${complaints}`);
      await Promise.race([once(lines, 'line'), once(child, 'exit')]);
    }
  }
  return {
    reported,
    complaints: () => complaints,
    async stop() {
      await ended(child);
      await database.drop();
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = child.exitCode === null ? once(child, 'exit') : undefined;
  child.stdin?.end();
  await exit;
}

const secret = '9434765919';
const typed = 'Synthetic-Name';

test('one trace runs from the request through the outbox and Kafka to the consumer, and holds nothing personal', async () => {
  const collected = await collector();
  const { reported, stop, complaints } = await trial({
    OTEL_EXPORTER_OTLP_ENDPOINT: collected.endpoint,
    OTEL_SERVICE_NAME: 'trial',
  });
  const { port } = await reported('listening');
  const traceId = 'c0ffee00c0ffee00c0ffee00c0ffee00';
  const answer = await fetch(`http://127.0.0.1:${port}/referrals/${typed}/log?nhsNumber=${secret}`, {
    method: 'POST',
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'content-type': 'text/plain' },
    body: `${typed} ${secret}`,
  });
  expect(await answer.json()).toMatchObject({
    outcome: 'done',
    traceparent: expect.stringContaining(traceId) as string,
  });
  const applied = await reported('applied');
  expect(applied.event).toContain(traceId);
  expect(applied.active).toContain(traceId);
  await fetch(`http://127.0.0.1:${port}/nowhere/${typed}/${secret}?q=${typed}`);
  await stop();
  collected.close();

  const ours = collected.spans().filter((span) => span.traceId === traceId);
  const names = ours.map(({ name }) => name);
  expect(names).toContain('POST /referrals/:name/log');
  expect(names).toContain('apply referral.received.v1');
  expect(names).toContain('insert referrals');
  const producing = 4;
  const sent = collected.spans().find(({ kind }) => kind === producing);
  expect(sent?.attributes.find(({ key }) => key === 'messaging.destination.name')?.value.stringValue).toMatch(
    /referrals\.v1$/,
  );
  for (const text of [secret, typed, 'nhsNumber', '/nowhere']) expect(collected.text()).not.toContain(text);
  expect(complaints()).toBe('');
});

test('without an endpoint nothing is traced and nothing is loaded for it', async () => {
  const { reported, stop } = await trial({});
  const { port } = await reported('listening');
  const answer = await fetch(`http://127.0.0.1:${port}/referrals/${typed}/log`, { method: 'POST' });
  expect(await answer.json()).toEqual({ outcome: 'done' });
  expect(await reported('applied')).toEqual({});
  await stop();
});
