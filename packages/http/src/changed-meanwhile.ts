import { createHash } from 'node:crypto';
import { dateWritten } from '@waymark/care-types';
import type { Happened } from '@waymark/decisions';
import type { Typed } from './form-fields.ts';

/** One field as a page has shown it: what it is called, and what it holds in the record. Values as a form sends them. */
export type SeenField = {
  name: string;
  label: string;
  kind: 'text' | 'date' | 'choice' | 'choices';
  values: readonly string[];
  items?: readonly { value: string; text: string }[];
};

/** What a field held when the page was opened, or a hash where that is long; nothing is "". */
export type Seen = Readonly<Record<string, string>>;

/** One field of a form whose record somebody else changed meanwhile. Values are as a form sends them. */
export type ChangedField = {
  field: SeenField;
  /** What it held when the page was opened; undefined where that is not known any more, or too long to be kept. */
  was: readonly string[] | undefined;
  now: readonly string[];
  mine: readonly string[];
};

/** What a person is shown who comes second: who did something meanwhile, and what of it concerns this form. */
export type ChangedMeanwhile = {
  /** The path of the form that was sent. */
  action: string;
  since: readonly Happened[];
  /** What others changed, and this person did not. */
  theirs: readonly ChangedField[];
  /** What this person changed, and nobody else. */
  mine: readonly ChangedField[];
  /** What both changed, to different ends: the person says which is right. */
  both: readonly ChangedField[];
};

const longestSeen = 200;
const apart = '\n';

/** A value as the page carries it along, to tell later whether it was changed. */
export function seenAs(values: readonly string[]): string {
  const text = sorted(values).join(apart);
  if (text.length <= longestSeen && !text.startsWith('#')) return text;
  return `#${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
}

/** What a page carries along of its fields, as JSON: those that held nothing are left out. */
export function seenIn(fields: Iterable<SeenField>): string {
  const held = [...fields].map(({ name, values }) => [name, seenAs(values)] as const);
  return JSON.stringify(Object.fromEntries(held.filter(([, value]) => value !== '')));
}

/** What a page carried along; undefined for what no page of ours has written. */
export function readSeen(text: unknown): Seen | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
    return Object.values(read).every((value) => typeof value === 'string') ? (read as Seen) : undefined;
  } catch {
    return undefined;
  }
}

const choiceOf = '_choose.';
const nowOf = '_now.';

/**
 * The fields of a form with the choices of its person carried out: where both had changed a field, what it says now
 * stays, or what was typed replaces it. `unsaid` are the fields for which nothing was chosen.
 */
export function withChoices(sent: Typed): { typed: Typed; unsaid: string[] } {
  const typed: Typed = Object.fromEntries(
    Object.entries(sent).filter(([name]) => !name.startsWith(choiceOf) && !name.startsWith(nowOf)),
  );
  const asked = Object.keys(sent).flatMap((name) =>
    name.startsWith(nowOf) ? [name.slice(nowOf.length)] : [],
  );
  const unsaid = asked.filter((name) => !['now', 'mine'].includes(String(sent[choiceOf + name])));
  for (const name of asked.filter((each) => sent[choiceOf + each] === 'now')) {
    for (const part of ['day', 'month', 'year']) delete typed[`${name}-${part}`];
    typed[name] = sent[nowOf + name] ?? '';
  }
  return { typed, unsaid };
}

/** What of a form was changed by whom: as it was seen, as it is now, and as this person sends it. */
export function changesIn(
  fields: readonly SeenField[],
  seen: Seen | undefined,
  typed: Typed,
): Pick<ChangedMeanwhile, 'theirs' | 'mine' | 'both'> {
  const changed = fields.map((field) => {
    const [now, mine] = [field.values, typedIn(typed, field)];
    const before = seen === undefined ? undefined : (seen[field.name] ?? '');
    const was = before === undefined || before.startsWith('#') ? undefined : splitSeen(before);
    return {
      each: { field, was, now, mine },
      byThem: before !== undefined && before !== seenAs(now),
      byMe: before === undefined ? seenAs(mine) !== seenAs(now) : before !== seenAs(mine),
      agree: seenAs(mine) === seenAs(now),
    };
  });
  const of = (wanted: (one: (typeof changed)[number]) => boolean) =>
    changed.filter(wanted).map(({ each }) => each);
  // Of a page that carried nothing along it is not known who changed what: whatever differs is asked.
  const unknown = seen === undefined;
  return {
    theirs: of(({ byThem, byMe }) => byThem && !byMe),
    mine: of(({ byThem, byMe, agree }) => !unknown && byMe && !byThem && !agree),
    both: of(({ byThem, byMe, agree }) => byMe && !agree && (byThem || unknown)),
  };
}

/** What the form shows when it comes again: what this person changed as they typed it, and all else as it is now. */
export function mergedTyped(
  fields: readonly SeenField[],
  { mine, both }: Pick<ChangedMeanwhile, 'mine' | 'both'>,
  typed: Typed,
): Typed {
  const own = new Set([...mine, ...both].map(({ field }) => field.name));
  const merged = { ...typed };
  for (const { name, values } of fields.filter((field) => !own.has(field.name))) {
    for (const part of ['day', 'month', 'year']) delete merged[`${name}-${part}`];
    const [only = '', ...more] = values;
    merged[name] = more.length === 0 ? only : [only, ...more];
  }
  return merged;
}

/** What the page then carries along: as it is now, but for what both changed, which is asked until it is chosen. */
export function seenAfter(
  fields: readonly SeenField[],
  { both }: Pick<ChangedMeanwhile, 'both'>,
  seen: Seen | undefined,
): string {
  const asked = new Set(both.map(({ field }) => field.name));
  const settled = JSON.parse(seenIn(fields.filter(({ name }) => !asked.has(name)))) as Seen;
  const kept = Object.entries(seen ?? {}).filter(([name]) => asked.has(name));
  return JSON.stringify({ ...settled, ...Object.fromEntries(kept) });
}

function typedIn(typed: Typed, { name, kind }: SeenField): string[] {
  if (kind === 'date' && !Object.hasOwn(typed, name)) {
    const boxes = ['day', 'month', 'year'].map((part) => String(typed[`${name}-${part}`] ?? '').trim());
    const text = boxes.join(' ').trim();
    return text === '' ? [] : [dateWritten(text) ?? text];
  }
  const given = Object.hasOwn(typed, name) ? [typed[name] ?? ''].flat() : [];
  return given
    .map((value) => value.replaceAll('\r\n', '\n').trim())
    .filter((value) => value !== '' && !(kind === 'choices' && value === 'none'));
}

function splitSeen(text: string): string[] {
  return text === '' ? [] : text.split(apart);
}

function sorted(values: readonly string[]): string[] {
  return values
    .map((value) => value.replaceAll('\r\n', '\n').trim())
    .filter((value) => value !== '')
    .toSorted();
}
