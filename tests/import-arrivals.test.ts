import { nthTestNhsNumber } from '@waymark/care-types';
import { until } from '@waymark/testkit';
import { startSystem, type System } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 120_000);
afterAll(() => system.close());

const rows = 600;
/** Letters alone: names are told apart by them. */
const lettersOf = (n: number) =>
  [...String(n).padStart(4, '0')]
    .map((digit) => ['ba', 'fo', 'du', 'gi', 'ze', 'ho', 'ju', 'ky', 'lo', 'ma'][Number(digit)])
    .join('');
/** One in a hundred is rejected. */
const taken = rows - rows / 100;

const file = [
  'source_system_id,nhs_number,given_name,family_name,date_of_birth,service,received_date',
  ...Array.from({ length: rows }, (_, n) => {
    const born = n % 100 === 7 ? 'soon' : '2016-05-04';
    return `SYN-${n},${String(nthTestNhsNumber(n + 1))},Acorn,Demo${lettersOf(n)},${born},autism-assessment,2025-03-02`;
  }),
].join('\n');

type Arriving = { arrived: number; of: number; stuck: number } | null;

async function arriving(path: string): Promise<Arriving> {
  const { body } = await system.ask('operator', 'GET', path);
  return (body as { arriving?: Arriving }).arriving ?? null;
}

test('while the services catch up with an import, they say how much of it has arrived, until they say nothing', async () => {
  const late = [system.instances['pathway-tracker'], system.instances['needs-led-support']];
  await Promise.all(late.map((instance) => instance.stop()));
  const sent = await system.ask('operator', 'POST', '/referrals/api/imports?filename=synthetic.csv', file, {
    'content-type': 'text/csv',
  });
  const { id } = sent.body as { id: string };
  const done = await until(
    'the import ends',
    async () => {
      const { body } = await system.ask('operator', 'GET', `/referrals/api/imports/${id}`);
      const state = body as { state?: string };
      return state.state !== undefined && state.state !== 'reading' && state;
    },
    60_000,
  );
  expect(done).toMatchObject({ state: 'done', added: taken, rejected: rows - taken });

  await Promise.all(late.map((instance) => instance.start()));
  const counts = ['/pathways/api/waiting-list/count', '/support/api/plans/count'];
  const seen: Record<string, NonNullable<Arriving>[]> = {};
  const page = async () =>
    (await system.ask('clinician', 'GET', '/pathways/waiting-list', undefined, { accept: 'text/html' })).text;
  let said = '';
  await until(
    'both have said that they lag, and then say so no more',
    async () => {
      for (const path of counts) {
        const now = await arriving(path).catch(() => null);
        if (now) (seen[path] ??= []).push(now);
      }
      said ||= /Still being filled: [\d,]+ of [\d,]+ have arrived/.exec(await page())?.[0] ?? '';
      const all = await Promise.all(
        counts.map(async (path) => {
          const { body } = await system.ask('operator', 'GET', path);
          const { all, arriving: still } = body as { all: number; arriving: Arriving };
          return all === taken && still === null;
        }),
      );
      return all.every(Boolean);
    },
    120_000,
  );
  for (const path of counts) {
    const steps = seen[path] ?? [];
    expect(steps.length).toBeGreaterThan(0);
    for (const { arrived, of, stuck } of steps) {
      expect(of).toBeLessThanOrEqual(taken);
      expect(arrived).toBeLessThanOrEqual(of);
      expect(stuck).toBe(0);
    }
    expect(steps.map(({ arrived }) => arrived)).toEqual(
      steps.map(({ arrived }) => arrived).toSorted((a, b) => a - b),
    );
  }
  expect(said).toContain('have arrived');
  expect(await page()).not.toContain('have arrived');
  console.log(
    `${said}; the last of ${taken} was told of ${seen[counts[0] ?? '']?.length ?? 0} times before it came`,
  );
}, 240_000);
