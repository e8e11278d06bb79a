import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { service, type ServiceParts } from './lifecycle.ts';
import { logger } from './log.ts';

const log = logger({ level: 'silent', service: 'trial' });
const listen = { host: '127.0.0.1', port: 0, basePath: '/referrals' };

function traced(parts: Partial<ServiceParts> = {}) {
  const steps: string[] = [];
  const part = (name: string) => ({
    start: async () => void steps.push(`start ${name}`),
    stop: async () => void steps.push(`stop ${name}`),
    close: async () => void steps.push(`close ${name}`),
  });
  const made = service('trial', {
    web: (_req, res) => void res.end('hello'),
    listen,
    log,
    before: [async () => void steps.push('migrate'), async () => void steps.push('topics')],
    relays: [part('relay')],
    consumes: [part('consumer')],
    sweeps: [part('sweep')],
    closes: [part('kafka'), part('mongo')],
    ...parts,
  });
  return { made, steps };
}

async function health(port: number, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, body: await answer.json() };
}

it('starts from the inside out and stops from the outside in', async () => {
  const { made, steps } = traced();
  const { port } = await made.start();
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
  await Promise.all([made.stop(), made.stop()]);
  expect(steps).toEqual([
    'migrate',
    'topics',
    'start relay',
    'start consumer',
    'start sweep',
    'stop consumer',
    'stop sweep',
    'stop relay',
    'close kafka',
    'close mongo',
  ]);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

it('an answer on its way is given before anything stops, and new requests are not taken', async () => {
  const order: string[] = [];
  let answer: () => void = () => undefined;
  const arrived = Promise.withResolvers<undefined>();
  const { made } = traced({
    web: (_req, res) => {
      answer = () => {
        order.push('answered');
        res.end('late');
      };
      arrived.resolve(undefined);
    },
    consumes: [{ start: async () => undefined, stop: async () => void order.push('consumer stopped') }],
  });
  const { port } = await made.start();
  const asked = fetch(`http://127.0.0.1:${port}/`).then((got) => got.text());
  await arrived.promise;
  const stopped = made.stop();
  expect(await made.healthy()).toBe(false);
  answer();
  expect(await asked).toBe('late');
  await stopped;
  expect(order).toEqual(['answered', 'consumer stopped']);
});

it('goes on answering for a while after it has said that it is not ready', async () => {
  const { made } = traced({ drainMs: 300 });
  const { port } = await made.start();
  const stopped = made.stop();
  expect((await health(port, '/health/ready')).status).toBe(503);
  expect((await health(port, '/health/live')).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  await stopped;
});

it('a step that fails does not keep the others from stopping', async () => {
  const { made, steps } = traced({
    consumes: [{ start: async () => undefined, stop: () => Promise.reject(new Error('stuck')) }],
  });
  await made.start();
  await expect(made.stop()).rejects.toThrow('Some steps of stopping failed');
  expect(steps).toEqual(expect.arrayContaining(['stop relay', 'close mongo']));
});

it('is ready while what it needs is there, and live all the time', async () => {
  let there = true;
  const { made } = traced({
    checks: { database: () => (there ? Promise.resolve() : Promise.reject(new Error('mongodb://secret'))) },
  });
  const { port } = await made.start();
  for (const path of ['/health/ready', '/referrals/health/ready', '/health/startup', '/health/live']) {
    expect(await health(port, path)).toMatchObject({ status: 200, body: { status: 'ok' } });
  }
  there = false;
  expect(await health(port, '/health/ready')).toEqual({
    status: 503,
    body: { status: 'not ok', standing: 'ready', away: ['database'] },
  });
  expect((await health(port, '/health/live')).status).toBe(200);
  await made.stop();
});

it('a start that fails says so, and what had begun can be stopped', async () => {
  const { made, steps } = traced({ before: [() => Promise.reject(new Error('no database'))] });
  await expect(made.start()).rejects.toThrow('no database');
  await made.stop();
  expect(steps).toContain('close mongo');
});

describe('as a process', () => {
  const script = fileURLToPath(new URL('testing/trial-process.ts', import.meta.url));
  async function begun(env: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
      env: { ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
    const ready = Promise.withResolvers<undefined>();
    child.stdout.on('data', () => lines.join('').includes('is ready') && ready.resolve(undefined));
    return { child, ended, lines, ready: Promise.race([ready.promise, ended]) };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('%s stops it in order, with 0', async (signal) => {
    const { child, ended, ready, lines } = await begun();
    await ready;
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(lines.join('')).toContain('has stopped');
  });

  it('takes signals that come together, and the end of its parent, as one wish to stop in order', async () => {
    const { child, ended, ready, lines } = await begun({ WAYMARK_PARENT_PIPE: '1' });
    await ready;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT'] as const) child.kill(signal);
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
    expect(lines.join('')).toContain('has stopped');
  });

  it('stops when its parent is gone', async () => {
    const { child, ended, ready } = await begun({ WAYMARK_PARENT_PIPE: '1' });
    await ready;
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it.each(['throw', 'reject', 'fail', 'make'])(
    'ends with 1 after a fault that nothing caught: %s',
    async (fault) => {
      const { ended, lines } = await begun({ FAULT: fault });
      expect(await ended).toEqual([1, null]);
      expect(lines.join('')).toContain('"level":"fatal"');
      expect(lines.join('')).not.toContain('9990000018');
    },
  );
});
