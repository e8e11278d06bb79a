import { CalendarDate, londonMoment, type Moment } from '@waymark/care-types';
import { z } from 'zod';
import type { Fact } from '../fact.ts';
import { faultWords, hint, quoted } from '../fault-words.ts';

/** What is wrong with something that was written, and where in it. */
export type Fault = { path: readonly PropertyKey[]; message: string };
export type Read<Value> = { ok: true; value: Value } | { ok: false; faults: readonly Fault[] };

/** Something that was not read, and why. */
export const refuse = (message: string, path: readonly PropertyKey[] = []): Read<never> => ({
  ok: false,
  faults: [{ path, message }],
});

/** The most keys of one entry that are told as unknown. */
const mostKeys = 20;

/** So that a fault can repeat what was typed. */
export const withInput = { reportInput: true } as const;

/** The faults that a schema found, with what was typed, and the keys that it does know beside one that it does not. */
export function faultsIn(error: z.ZodError, known: readonly string[] = []): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys
          .slice(0, mostKeys)
          .map((key) => ({ path: [...issue.path, key], message: unknownKey(key, known) }))
      : [{ path: issue.path, message: faultWords(issue) }],
  );
}

function unknownKey(key: string, known: readonly string[]): string {
  const allowed = known.length === 0 ? '' : `. ${hint(key, known)}Allowed: ${known.join(', ')}`;
  return `${quoted(key)} is not known here${allowed}`;
}

/** What every fact may say besides what happened. */
export type Base = Pick<Fact, 'factId' | 'referralId' | 'on'> &
  Partial<Pick<Fact, 'at' | 'recorded' | 'corrects'>>;
const common = {
  referral: z.string().default('A'),
  id: z.string().optional(),
  at: z
    .string()
    .regex(/^\d\d:\d\d( (BST|GMT))?$/, "Write a time on the clock in England, like '22:15'")
    .optional(),
  recorded: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/, 'Write a date, or a date and a time, like 2025-03-05 14:00')
    .optional(),
  corrects: z.string().optional(),
};
const commonKeys = Object.keys(common);

/** One way to begin a fact: the further keys that it may have, and the fact that it means. */
export type Kind = { read(row: Readonly<Record<string, unknown>>, when: Base): Read<Fact> };

/** A way to begin a fact, by the keys that it knows. */
export function kind<Shape extends z.ZodRawShape>(
  shape: Shape,
  fact: (base: Base, about: z.output<z.ZodObject<Shape, z.core.$strict>>) => Fact,
): Kind {
  const about = z.strictObject(shape);
  const known = [...Object.keys(shape), ...commonKeys];
  return {
    read(row, base) {
      const read = about.safeParse(row, withInput);
      if (!read.success) return { ok: false, faults: faultsIn(read.error, known) };
      return { ok: true, value: fact(base, read.data) };
    },
  };
}

/** The moment of a time on the clock in England, or why there is none. */
export function momentOn(on: CalendarDate, written: string): Read<Moment> {
  const [time = '', zone] = written.split(' ');
  const moment =
    Number(time.slice(0, 2)) < 24 && Number(time.slice(3)) < 60
      ? londonMoment(on, time, zone as 'BST' | 'GMT' | undefined)
      : undefined;
  if (typeof moment === 'string') return { ok: true, value: moment };
  if (moment === undefined) return refuse("Write a time on the clock in England, like '22:15'", ['at']);
  return moment.fault === 'skipped'
    ? refuse('The clocks go forward: this time does not exist on that day', ['at'])
    : refuse('This time comes twice on that day: add BST for the first, GMT for the second', ['at']);
}

/** Reads a fact as a clinician writes it: one key says what happened and carries the date, the others say more. */
export function readFactWith(
  kinds: Readonly<Record<string, Kind>>,
  row: Readonly<Record<string, unknown>>,
  factId: string,
): Read<Fact> {
  const [what, ...more] = Object.keys(row).filter((key) => Object.hasOwn(kinds, key));
  const found = what === undefined ? undefined : kinds[what];
  if (what === undefined || found === undefined) return noSuchKind(Object.keys(row), Object.keys(kinds));
  if (more.length > 0)
    return refuse(
      `One fact says one thing; this has '${what}' and '${more.join("', '")}'. Begin each with "- " on a line of its own`,
    );
  const on = CalendarDate.safeParse(row[what]);
  if (!on.success)
    return refuse(
      `${quoted(row[what])} is not a date. '${what}' needs the day on which it happened, written like 2025-03-31`,
      [what],
    );
  const entries = Object.entries(row).filter(([key]) => key !== what);
  const read = z.object(common).safeParse(Object.fromEntries(entries), withInput);
  if (!read.success) return { ok: false, faults: faultsIn(read.error) };
  const { referral, id = factId, at, recorded, corrects } = read.data;
  const moment = at === undefined ? undefined : momentOn(on.data, at);
  if (moment?.ok === false) return moment;
  const own = entries.filter(([key]) => !commonKeys.includes(key));
  return found.read(Object.fromEntries(own), {
    factId: id,
    referralId: referral,
    on: on.data,
    ...(moment && { at: moment.value }),
    ...(recorded && { recorded: { at: recordedAt(recorded), source: 'example' } }),
    ...(corrects && { corrects }),
  });
}

/** A fact that begins with nothing that can happen: the key that stands in its place is named, with the nearest one. */
function noSuchKind(keys: readonly string[], allowed: readonly string[]): Read<never> {
  const [first] = keys.filter((key) => !commonKeys.includes(key));
  const says = `A fact says what happened with one of: ${allowed.join(', ')}`;
  return first === undefined
    ? refuse(says)
    : refuse(`${quoted(first)} is not something that happens. ${hint(first, allowed)}${says}`, [first]);
}

function recordedAt(written: string): Moment {
  const [date = '', time = '00:00'] = written.split(' ');
  return `${date}T${time}:00Z` as Moment;
}
