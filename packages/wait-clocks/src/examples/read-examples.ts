import { CalendarDate, type Moment } from '@waymark/care-types';
import { z } from 'zod';
import { RegimeId } from '../regimes/index.ts';
import { RttStatus } from '../rtt-status.ts';
import type { Fact } from '../fact.ts';
import { FindingId } from '../findings.ts';
import { Settings } from '../settings.ts';
import { kinds } from './kinds-of-fact.ts';
import { faultsIn, momentOn, readFactWith } from './read-fact.ts';
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
  days: count.optional(),
  due: CalendarDate.optional(),
  standing: oneOf(['within', 'breached', 'no-limit', 'not-counted']).optional(),
  rules: z.array(words, { error: 'Write a list of rules, like [rtt-stop-30]' }).optional(),
  'still needed': count.optional(),
  code: z
    .union([RttStatus, z.literal('none')], {
      error: 'Write a status of referral to treatment, like 20, or none',
    })
    .optional(),
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
  cases: z.array(WrittenCase, list('cases')).min(1, 'Write at least one case'),
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
  if (path.length === 0) return Object.keys(WrittenFile.shape);
  if (path.includes('expect')) return Object.keys(Expected.shape);
  if (path.includes('beside')) return ['on', 'what'];
  if (path.includes('settings')) return Object.keys(Settings.shape);
  return Object.keys(WrittenCase.shape);
};

function nowOf(written: string): Read<Moment> {
  const [date = '', time = ''] = written.split(' ');
  const day = CalendarDate.safeParse(date);
  return day.success
    ? momentOn(day.data, time)
    : { ok: false, faults: [{ path: [], message: 'Write a real date' }] };
}

function readCase(written: z.infer<typeof WrittenCase>): Read<Example> {
  const read = written.facts.map((row, place) => readFactWith(kinds, row, `fact ${place + 1}`));
  const faults = read.flatMap((fact, place): Fault[] =>
    fact.ok ? [] : fact.faults.map(({ path, message }) => ({ path: ['facts', place, ...path], message })),
  );
  const facts = read.flatMap((fact) => (fact.ok ? [fact.value] : []));
  const seen = written.beside.flatMap(({ what }, place): Fault[] =>
    Object.hasOwn(kinds, what)
      ? [
          {
            path: ['beside', place, 'what'],
            message: `"${what}" is something that clocks do see: write it under facts`,
          },
        ]
      : [],
  );
  const last = facts
    .map(({ on }) => on)
    .toSorted()
    .at(-1);
  const asOf = written['as of'] ?? last;
  const { id, title, expect = [], settings, statuses, findings } = written;
  const nothing = expect.length === 0 && statuses === undefined && findings === undefined;
  const now = written.now === undefined ? undefined : nowOf(written.now);
  const other: Fault[] = [
    ...(nothing ? [{ path: [], message: 'A case says what is expected: clocks, statuses or findings' }] : []),
    ...(now?.ok === false ? now.faults.map(({ message }) => ({ path: ['now'], message })) : []),
  ];
  if (faults.length + seen.length + other.length > 0 || asOf === undefined)
    return { ok: false, faults: [...faults, ...seen, ...other] };
  return {
    ok: true,
    value: {
      ...{ id, title, asOf, facts, expect, statuses, findings },
      now: now?.ok === true ? now.value : undefined,
      settings: settings ?? Settings.parse({}),
    },
  };
}

/** Reads the content of an examples file. Every fault comes with its place: those of form first, then those of the facts. */
export function readExamples(content: unknown): Read<readonly Example[]> {
  const written = WrittenFile.safeParse(content);
  if (!written.success) {
    const faults = written.error.issues.flatMap((issue) =>
      faultsIn(new z.ZodError([issue]), knownAt(issue.path)),
    );
    return { ok: false, faults };
  }
  const read = written.data.cases.map(readCase);
  const faults = read.flatMap((example, place): Fault[] =>
    example.ok
      ? []
      : example.faults.map(({ path, message }) => ({ path: ['cases', place, ...path], message })),
  );
  const ids = written.data.cases.map(({ id }) => id);
  const twice = ids.flatMap((id, place): Fault[] =>
    ids.indexOf(id) === place
      ? []
      : [{ path: ['cases', place, 'id'], message: `Another case of this file is called ${id} already` }],
  );
  if (faults.length + twice.length > 0) return { ok: false, faults: [...faults, ...twice] };
  return { ok: true, value: read.flatMap((example) => (example.ok ? [example.value] : [])) };
}
