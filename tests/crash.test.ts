import { join } from 'node:path';
import { startSystemWith, type System } from './system.ts';
import { referralLoad, type Load } from './load.ts';
import { nothingLost } from './nothing-lost.ts';
import { serviceNames, type ServiceName } from './services.ts';
import { separateProcess, type ProcessInstance } from './instances.ts';

const writing = ['before-write', 'after-write', 'before-send', 'after-send', 'before-mark'];
const reading = ['mid-batch', 'before-commit'];
const deathsOf: Record<ServiceName, string[]> = {
  'referral-intake': [...writing, ...writing],
  'pathway-tracker': [...writing, ...reading],
  'needs-led-support': [...writing, ...reading],
};

// What a service reads comes through others that die too, and each of them is missed for ten seconds.
const longestMs = 180_000;

/** Lets a service die at each point in turn, and come back each time, while the others go on, or die too. */
async function diesAtEach(
  instance: ProcessInstance,
  points: readonly string[],
  passes: number,
): Promise<string[]> {
  const died: string[] = [];
  for (const [at, point] of points.entries()) {
    await instance.start({ WAYMARK_FAULT: `${point}:${passes + (at % 3)}` });
    const { signal, code } = await within(longestMs, instance.ended(), `it dies at ${point}`);
    if (signal !== 'SIGKILL')
      throw new Error(`It ended by itself, with ${signal ?? code}, on its way to ${point}`);
    died.push(point);
  }
  await instance.start();
  return died;
}

let system: System<ProcessInstance> | undefined;
let load: Load | undefined;
afterAll(async () => {
  load?.end();
  await system?.close();
}, 60_000);

test('each service killed at each point, all three side by side under load: nothing lost, nothing doubled, in order', async () => {
  const started = await startSystemWith({
    launch: separateProcess({ script: () => join(import.meta.dirname, 'crashable.ts') }),
  });
  system = started;
  const running = (load = await referralLoad(started));
  await running.untilMore(5);
  const deaths = await Promise.all(
    serviceNames.map(async (name) => {
      await started.instances[name].stop();
      return diesAtEach(started.instances[name], deathsOf[name], name === 'referral-intake' ? 12 : 2);
    }),
  );
  await running.stop();
  const { referrals, events, repeats } = await nothingLost(started, running.acknowledged);
  console.log(
    `${deaths.flat().length} kills under load: ${referrals} referrals, ${events} events, ${repeats} sent twice, 0 lost; ` +
      `${running.failed()} requests had to be tried again`,
  );
  expect(deaths).toEqual(serviceNames.map((name) => deathsOf[name]));
}, 720_000);

function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Within ${ms / 1000} s it did not come about that ${what}`)),
      ms,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
