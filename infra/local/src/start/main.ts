import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOptions, usage, type Options } from './arguments.ts';
import { dataDirOf } from './data-dir.ts';
import { loadDemoOnce } from './demo.ts';
import { greet } from './greeting.ts';
import { portsFrom, takenPorts } from './ports.ts';
import { say, step } from './progress.ts';
import { localSecrets } from './secrets.ts';
import { startStack } from './stack.ts';
import { noteRunning } from './running-instance.ts';
import { supervise, type Running } from './supervise.ts';
import { demoNotifyKey } from '../messages/index.ts';
import {
  gatewayPlan,
  identityPlan,
  messagesPlan,
  publicUrl,
  servicePlan,
  services,
  type Environment,
} from './system.ts';
import { chooseStack, detectTools } from './prerequisites.ts';

const root = resolve(import.meta.dirname, '../../../..');
const running: Running[] = [];
let ending: Promise<never> | undefined;
let noted: ReturnType<typeof noteRunning> | undefined;

const read = readOptions(process.argv.slice(2));
if ('faults' in read) fail([...read.faults, '', usage].join('\n'), 64);
else if (read.options.help) fail(usage, 0);
else await start(read.options);

async function start(options: Options): Promise<void> {
  const began = Date.now();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  const stayAlive = setInterval(() => undefined, 60_000);
  try {
    const environment = await prepare(options);
    const keep = async (plan: Parameters<typeof supervise>[0]) => {
      const one = await supervise(plan, { readyWithinMs: 90_000, onRestart: reportRestart });
      running.push(one);
      return one;
    };
    if (!options.servicesOnly)
      await step('Starting the sign-in (OpenID provider with demo people)', () =>
        keep(identityPlan(environment)),
      );
    const { messagesKey } = environment;
    if (messagesKey)
      await step('Starting the stand-in for GOV.UK Notify', () =>
        keep(messagesPlan(environment, messagesKey)),
      );
    await step('Starting the three services', async (detail) => {
      let up = 0;
      await Promise.all(
        services.map(async (service) => {
          await keep(servicePlan(service, environment));
          detail(`${++up} of ${services.length}`);
        }),
      );
    });
    await step('Opening the front door', () => keep(gatewayPlan(environment)));
    const { dataDir, ports, mongoUrl } = environment;
    noted = noteRunning(dataDir, { pid: process.pid, port: ports.door, mongoUrl });
    if (options.demo && !options.servicesOnly) await loadDemoOnce(environment);
    greet(environment, { seconds: (Date.now() - began) / 1000, demo: options.demo && !options.servicesOnly });
  } catch (error) {
    if (ending) return;
    say();
    say(error instanceof Error ? error.message : String(error));
    await end(1);
  } finally {
    clearInterval(stayAlive);
    if (!ending) setInterval(() => undefined, 60_000);
  }
}

async function prepare(options: Options): Promise<Environment> {
  const dataDir = dataDirOf(root, process.env);
  const ports = portsFrom(options.port);
  const prerequisites = detectTools(process.env);
  const choice = options.servicesOnly
    ? chooseStack('given', prerequisites)
    : chooseStack(options.stack, prerequisites);
  if ('missing' in choice) throw new Error(choice.missing);
  if (options.servicesOnly && !process.env['OIDC_ISSUER'])
    throw new Error('Set OIDC_ISSUER to the address of the OpenID provider that people sign in with.');

  const { kafka, mongo, kafkaController, ...always } = ports;
  const wanted = choice.kind === 'given' ? always : { ...always, kafka, mongo, kafkaController };
  const [taken] = await takenPorts(wanted);
  if (taken) {
    throw new Error(
      `Port ${taken.port} (for the ${taken.use}) is in use${taken.by ? ` by ${taken.by}` : ''}. ` +
        `End that process, or choose other ports: npm start -- --port ${options.port + 100}`,
    );
  }

  if (options.fresh)
    await step('Forgetting what earlier starts kept', () =>
      rmSync(dataDir, { recursive: true, force: true }),
    );
  const again = existsSync(dataDir);
  mkdirSync(dataDir, { recursive: true });
  say(
    again
      ? 'Starting with the data kept from the last start (npm start -- --fresh forgets it).'
      : 'Starting for the first time here.',
  );
  const stack = await startStack(choice.kind, {
    root,
    dataDir,
    ports,
    fresh: options.fresh,
    env: process.env,
    keep: (one) => running.push(one),
    onRestart: reportRestart,
  });
  return {
    root,
    dataDir,
    ports,
    kafkaBrokers: stack.kafkaBrokers,
    mongoUrl: stack.mongoUrl,
    issuer: options.servicesOnly ? String(process.env['OIDC_ISSUER']) : `${publicUrl(ports)}/identity`,
    secrets: localSecrets(join(dataDir, 'secrets.json')),
    demo: options.demo && !options.servicesOnly,
    messagesKey: options.servicesOnly || process.env['NOTIFY_API_KEY'] ? undefined : demoNotifyKey(),
    passedOn: passedOn(process.env),
  };
}

/** Settings that a person may give to the services through the environment of `npm start`. */
function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['LOG_LEVEL', 'TOPIC_PREFIX', 'TZ', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'FAMILY_PHONE'];
  const prefixes = ['OTEL_', 'NOTIFY_'];
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)))
        ? [[name, value]]
        : [],
    ),
  );
}

function reportRestart(name: string, why: string): void {
  if (!ending) say(`! ${name} ${why}; starting it again`);
}

/** Stop everything, the last started first. A second signal does not wait for the slow ones. */
function end(code: number): Promise<never> {
  if (ending) {
    for (const one of running) killNow(one.pid());
    process.exit(130);
  }
  if (running.length === 0) process.exit(code);
  noted?.forget();
  ending = (async () => {
    say();
    await step('Stopping', async (detail) => {
      const [bottom, top] = [running.filter(isStack), running.filter((one) => !isStack(one)).reverse()];
      for (const group of [top, bottom]) {
        detail(group.map(({ name }) => name).join(', '));
        await Promise.all(group.map((one) => one.stop(8_000)));
      }
    });
    process.exit(code);
  })();
  return ending;
}

function isStack({ name }: Running): boolean {
  return ['kafka', 'mongo', 'containers'].includes(name);
}

function killNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function fail(text: string, code: number): never {
  say(text);
  process.exit(code);
}
