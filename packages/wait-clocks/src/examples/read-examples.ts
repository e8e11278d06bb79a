import { CalendarDate, type Moment } from '@waymark/care-types';
import { z } from 'zod';
import { RegimeId } from '../regimes/index.ts';
import { RttStatus } from '../rtt-status.ts';
import type { Fact } from '../fact.ts';
import { FindingId } from '../findings.ts';
import { Settings } from '../settings.ts';
import { kinds } from './kinds-of-fact.ts';
import { quoted } from '../fault-words.ts';
import { faultsIn, momentOn, readFactWith, withInput } from './read-fact.ts';
import type { Fault, Read } from './read-fact.ts';

const words = z.string({ error: 'Write some words here' }).trim().min(1, 'Write some words here');
const count = z
  .string({ error: 'Write a whole number, like 28' })
  .regex(/^\d{1,5}$/, 'Write a whole number, like 28')
  .transform(Number);
const oneOf = <const Options extends readonly [string, ...string[]]>(options: Options) =>
  z.enum(options, { error: `Write one of: ${options.join(', ')}` });

/** What a clinician wants to see of one clock: only the keys that matter to the case. */
const Expected = z.strictObject({
  clock: oneOf(RegimeId.options as [RegimeId, ...RegimeId[]]),
  referral: words.optional(),
  period: count.optional(),
  state: oneOf(['running', 'stopped', 'nullified', 'ended', 'none']).optional(),
  start: CalendarDate.optional(),
  stop: z
    .union([CalendarDate, z.literal('none')], { error: 'Write a date, like 2025-03-31, or none' })
    .optional(),
  days: z.union([count, z.literal('none')], { error: 'Write a whole number, like 28, or none' }).optional(),
  due: CalendarDate.optional(),
  standing: oneOf(['within', 'breached', 'no-limit', 'not-counted']).optional(),
  rules: z.array(words, { error: 'Write a list of rules, like [rtt-stop-30]' }).optional(),
  'still needed': count.optional(),
  code: z
    .union([RttStatus, z.literal('none')], {
      error: 'Write a status of referral to treatment, like 20, or none',
    })
    .optional(),
  counted: oneOf(['yes', 'no']).optional(),
  band: words.optional(),
  minutes: count.optional(),
  'due at': z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'Write a date and a time, like 2025-03-04 02:15')
    .optional(),
});
export type Expected = z.infer<typeof Expected>;

const list = (what: string) => ({ error: `Write a list of ${what}, each on a line that begins with "- "` });

const WrittenCase = z.strictObject({
  id: words,
  title: words,
  source: words,
  'as of': CalendarDate.optional(),
  now: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'Write a date and a time, like 2025-03-04 02:15')
    .optional(),
  settings: Settings.optional(),
  facts: z.array(z.record(z.string(), z.unknown()), list('facts')).min(1, 'A case needs at least one fact'),
  beside: z
    .array(z.strictObject({ on: CalendarDate, what: words }), list('things that no clock may see'))
    .default([]),
  expect: z.array(Expected, list('clocks')).min(1, 'A case says what is expected').optional(),
  statuses: z.array(RttStatus, list('statuses')).optional(),
  findings: z.array(FindingId, list('findings')).optional(),
});

const WrittenFile = z.strictObject({
  title: words,
  cases: z.array(z.unknown(), list('cases')).min(1, 'Write at least one case'),
});

/** A worked example, ready to be checked. */
export type Example = {
  id: string;
  title: string;
  asOf: CalendarDate;
  settings: Settings;
  now: Moment | undefined;
  facts: readonly Fact[];
  expect: readonly Expected[];
  /** The statuses of referral to treatment of all activities, where the case says them. */
  statuses: readonly RttStatus[] | undefined;
  /** All findings of data quality, where the case says them. */
  findings: readonly FindingId[] | undefined;
};

const knownAt = (path: readonly PropertyKey[]): readonly string[] => {
  if (path.includes('expect')) return Object.keys(Expected.shape);
  if (path.includes('beside')) return ['on', 'what'];
  if (path.includes('settings')) return Object.keys(Settings.shape);
  return Object.keys(WrittenCase.shape);
};

const formFaults = (
  { issues }: z.ZodError,
  known: (path: readonly PropertyKey[]) => readonly string[],
): Fault[] => issues.flatMap((issue) => faultsIn(new z.ZodError([issue]), known(issue.path)));

const below = (faults: readonly Fault[], ...above: readonly PropertyKey[]): Fault[] =>
  faults.map(({ path, message }) => ({ path: [...above, ...path], message }));

function nowOf(written: string): Read<Moment> {
  const [date = '', time = ''] = written.split(' ');
  const day = CalendarDate.safeParse(date);
  return day.success
    ? momentOn(day.data, time)
    : { ok: false, faults: [{ path: [], message: 'Write a real date' }] };
}

/** The facts of a case, whatever else is wrong with it. */
function readFacts(given: unknown): { facts: readonly Fact[]; faults: Fault[] } {
  const rows = z.object({ facts: z.array(z.unknown()) }).safeParse(given).data?.facts ?? [];
  const read = rows.map((row, place) => {
    const keys = z.record(z.string(), z.unknown()).safeParse(row);
    return keys.success ? readFactWith(kinds, keys.data, `fact ${place + 1}`) : undefined;
  });
  return {
    facts: read.flatMap((fact) => (fact?.ok === true ? [fact.value] : [])),
    faults: read.flatMap((fact, place) => (fact?.ok === false ? below(fact.faults, 'facts', place) : [])),
  };
}

function readCase(given: unknown): Read<Example> {
  const written = WrittenCase.safeParse(given, withInput);
  const { facts, faults } = readFacts(given);
  if (!written.success) return { ok: false, faults: [...formFaults(written.error, knownAt), ...faults] };
  const now = written.data.now === undefined ? undefined : nowOf(written.data.now);
  const all = [
    ...faults,
    ...seenBeside(written.data),
    ...(saysNothing(written.data)
      ? [{ path: [], message: 'A case says what is expected: clocks, statuses or findings' }]
      : []),
    ...(now?.ok === false ? below(now.faults, 'now') : []),
  ];
  const last = facts
    .map(({ on }) => on)
    .toSorted()
    .at(-1);
  const asOf = written.data['as of'] ?? last;
  if (all.length > 0 || asOf === undefined) return { ok: false, faults: all };
  const { id, title, expect = [], settings, statuses, findings } = written.data;
  return {
    ok: true,
    value: {
      ...{ id, title, asOf, facts, expect, statuses, findings },
      now: now?.ok === true ? now.value : undefined,
      settings: settings ?? Settings.parse({}),
    },
  };
}

const saysNothing = ({ expect = [], statuses, findings }: z.infer<typeof WrittenCase>): boolean =>
  expect.length === 0 && statuses === undefined && findings === undefined;

function seenBeside({ beside }: z.infer<typeof WrittenCase>): Fault[] {
  return beside.flatMap(({ what }, place) =>
    Object.hasOwn(kinds, what)
      ? [
          {
            path: ['beside', place, 'what'],
            message: `'${what}' is something that clocks do see: write it under facts`,
          },
        ]
      : [],
  );
}

function calledTwice(cases: readonly unknown[]): Fault[] {
  const seen = new Set<unknown>();
  return cases.flatMap((given, place) => {
    const id = z.object({ id: z.string() }).safeParse(given).data?.id;
    const again = seen.has(id);
    if (id !== undefined) seen.add(id);
    const message = `Another case of this file is called ${quoted(id)} already`;
    return again ? [{ path: ['cases', place, 'id'], message }] : [];
  });
}

/** Reads the content of an examples file. Every fault comes with its place, in the order of the cases. */
export function readExamples(content: unknown): Read<readonly Example[]> {
  const file = WrittenFile.safeParse(content, withInput);
  if (!file.success)
    return { ok: false, faults: formFaults(file.error, () => Object.keys(WrittenFile.shape)) };
  const { cases } = file.data;
  const read = cases.map(readCase);
  const faults = [
    ...read.flatMap((example, place) => (example.ok ? [] : below(example.faults, 'cases', place))),
    ...calledTwice(cases),
  ];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: read.flatMap((example) => (example.ok ? [example.value] : [])) };
}
