import { londonDateOf } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { z } from 'zod';
import { dayOrders, type DayOrder } from './day.ts';
import { Importer, ownerOf } from './importer.ts';

export const ImportId = z
  .string()
  .regex(/^imp_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'ImportId'>()
  .meta({ examples: ['imp_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type ImportId = z.infer<typeof ImportId>;

const Count = z.int().min(0);

/** What may become of a row. */
export const rowOutcomes = ['added', 'updated', 'already', 'duplicates', 'rejected'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/**
 * A file that was set aside: its key, sealed, how many parts it has, and how long it is in bytes. Files from before
 * parts were of one length have none: they are read from their beginning alone.
 */
export const KeptFile = z.strictObject({ key: z.string(), parts: Count, bytes: Count.optional() });
export type KeptFile = z.infer<typeof KeptFile>;

/** How far an import has come. Counts alone: what the rows hold is elsewhere. */
export const Import = z.strictObject({
  importId: ImportId,
  /**
   * `headings`: it waits for a person to say what the headings of its file stand for; `values`: what some of its values
   * stand for; `dates`: whether the day or the month comes first in its dates.
   */
  state: z.enum(['reading', 'headings', 'values', 'dates', 'done', 'failed']),
  /** Rows in the file below the names of the columns, once they are counted. */
  rows: Count,
  added: Count,
  updated: Count.default(0),
  already: Count,
  /** Rows of a child who waits for the same service under another id: a person decides. */
  duplicates: Count.default(0),
  rejected: Count,
  /** Of those that were taken, the rows without a detail that could not be read. */
  setAside: Count.default(0),
  /** Rows of which something is kept here otherwise than they say. */
  differs: Count.default(0),
  /** Why the whole file could not be taken, in words for the person who sent it. */
  failure: z.string().nullable(),
  /** How the letters of the file were read, in words, once it is known. */
  letters: z.string().nullable().default(null),
  /** Lines of the file that are no rows, such as totals, by their number: the first of them. */
  passedOver: z.array(Count).default([]),
  /** Which comes first in dates that fit both orders, once a person has said it. */
  dayOrder: z.enum(dayOrders).nullable().default(null),
  /** The sheet of a workbook that was asked for; otherwise the first is read. */
  sheet: z.string().nullable().default(null),
  /** Somebody sent it by the page and waits there: of values that nobody has matched they are asked. */
  attended: z.boolean().default(false),
  /** Instants in UTC. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Who sent it: what its rows make is made by them. Absent on imports from before this was kept. */
  sentBy: z
    .strictObject({ id: z.string(), roles: z.array(z.string()), organisation: z.string().optional() })
    .optional(),
  /** As what they sent it. Imports from before this was kept are of those who run the system. */
  as: Importer.default('operator'),
  /** Whose it is, as `ownerOf` has it. */
  owner: z.string().default('operator'),
  /** The name of who sent it and that of the file, each sealed: a file may be named after a child. */
  senderName: z.string().nullable().default(null),
  fileName: z.string().nullable().default(null),
  /** The process that reads it, and when it was last heard of. Null: whichever comes first. */
  readBy: z.string().nullable().default(null),
  heardAt: z.string().default(''),
  /** Null until the file has arrived whole, and again when it has been read: without its key nothing opens it. */
  file: KeptFile.nullable().default(null),
});
export type Import = z.infer<typeof Import>;

/** How far an import has come, as far as there is something to tell. */
export type Far = Partial<
  Pick<Import, 'rows' | 'letters' | 'passedOver' | 'setAside' | 'differs' | RowOutcome>
>;

/** Where and when something happens to an import: `at` is an instant in UTC. */
export type By = { reader: string; at: string };

/** A reader that has not been heard of for so long is gone, in milliseconds. It is heard of each second. */
const silentFor = 15_000;
/** A file that waits for an answer which nobody gives is let go after so long, in milliseconds: it holds who children are. */
const keptFor = 7 * 24 * 3_600_000;

/** What is kept of an import beside who sent it: names are sealed already. */
type Sent = Partial<Pick<Import, 'as' | 'senderName' | 'fileName' | 'sheet' | 'attended'>>;

/** An import that has just begun to arrive. */
export function begin(
  importId: ImportId,
  { by }: CommandMeta,
  { reader, at }: By,
  { as = 'operator', senderName = null, fileName = null, sheet = null, attended = false }: Sent = {},
): Decision<Import> {
  const { id, roles, organisation } = by;
  return decide({
    importId,
    state: 'reading',
    ...{ rows: 0, added: 0, updated: 0, already: 0, duplicates: 0, rejected: 0, setAside: 0, differs: 0 },
    ...{ failure: null, letters: null, startedAt: at, endedAt: null },
    ...{ passedOver: [], dayOrder: null, sheet, attended },
    sentBy: { id, roles: [...roles], ...(organisation === undefined ? {} : { organisation }) },
    ...{ as, owner: ownerOf(as, organisation), senderName, fileName },
    ...{ readBy: reader, heardAt: at, file: null },
  });
}

/** What its reader notes: refused when it has ended, or another process reads it by now. */
function progressed(current: Import, { reader, at }: By, change: Partial<Import>): Decision<Import> {
  if (current.state !== 'reading') return refuse('import-has-ended');
  if (current.readBy !== reader) return refuse('read-by-another');
  return decide({ ...current, heardAt: at, ...change });
}

/** Its file has arrived whole. */
export const arrive = (current: Import, by: By, file: KeptFile) => progressed(current, by, { file });

/** How far it has come. */
export const goOn = (current: Import, by: By, far: Far) => progressed(current, by, far);

/** Its process stops: another takes it on at once. */
export const release = (current: Import, by: By, far: Far) =>
  progressed(current, by, { ...far, readBy: null });

/** It waits for a person to say what the headings stand for. */
export const awaitHeadings = (current: Import, by: By) =>
  progressed(current, by, { state: 'headings', readBy: null });

/** Its headings are known, and it waits for a person to say what some of its values stand for. */
export const awaitValues = (current: Import, by: By) =>
  progressed(current, by, { state: 'values', readBy: null });

/** It waits for a person to say whether the day or the month comes first. */
export const awaitDayOrder = (current: Import, by: By) =>
  progressed(current, by, { state: 'dates', readBy: null });

/** It has ended, with everything read or with the reason why not. */
export const end = (current: Import, by: By, far: Far, failure: string | null) =>
  progressed(current, by, {
    ...far,
    ...{ state: failure === null ? ('done' as const) : ('failed' as const), failure },
    ...{ endedAt: by.at, readBy: null, file: null },
  });

/** Its headings are known, and it waits for a person to say what some of its values stand for. */
export function askValues(current: Import): Decision<Import> {
  if (!waitsForMatching(current)) return refuse('headings-are-known');
  return decide({ ...current, state: 'values' });
}

/** Somebody has said what the headings and the values stand for: it is read on. */
export function resume(current: Import): Decision<Import> {
  if (!waitsForMatching(current)) return refuse('headings-are-known');
  return decide({ ...current, state: 'reading', readBy: null });
}

/** Whether it waits for somebody to match its headings or its values. Until it is read on, both can be matched anew. */
export function waitsForMatching({ state }: Import): boolean {
  return state === 'headings' || state === 'values';
}

/** Somebody has said whether the day or the month comes first: it is read on. */
export function readDaysAs(current: Import, dayOrder: DayOrder): Decision<Import> {
  if (current.state !== 'dates') return refuse('day-order-is-known');
  return decide({ ...current, state: 'reading', readBy: null, dayOrder });
}

/** What nobody has said, by what an import waits for. */
const unsaid = {
  headings: 'what the headings stand for',
  values: 'what the values stand for',
  dates: 'whether the day or the month comes first in the dates',
} as const;

const isUnsaid = (state: Import['state']): state is keyof typeof unsaid => Object.hasOwn(unsaid, state);

/** The states in which an import waits for an answer. */
export const waitingStates = Object.keys(unsaid);

/** Whether its file is still wanted: it is being read, or waits for an answer. */
export function isWaitedFor({ state }: Import): boolean {
  return state === 'reading' || isUnsaid(state);
}

/** Nobody answered what it waits for: the file is let go. */
export function giveUp(current: Import, at: string): Decision<Import> {
  const { state } = current;
  if (!isUnsaid(state) || sinceHeard(current, at) < keptFor) return refuse('still-waited-for');
  const failure = `Nobody said ${unsaid[state]} within seven days. Send the file again.`;
  return decide({ ...current, state: 'failed', failure, endedAt: at, file: null });
}

/** Another process takes it on, where the one that read it is gone. */
export function takeOn(current: Import, { reader, at }: By): Decision<Import> {
  if (current.state !== 'reading') return refuse('import-has-ended');
  if (current.readBy !== null && sinceHeard(current, at) < silentFor) return refuse('read-by-another');
  return decide({ ...current, readBy: reader, heardAt: at });
}

function sinceHeard({ heardAt, startedAt }: Import, at: string): number {
  const last = Temporal.Instant.from(heardAt === '' ? startedAt : heardAt);
  return Temporal.Instant.from(at).epochMilliseconds - last.epochMilliseconds;
}

/** For whom what is said of its headings and values is remembered. */
export function remembersFor({ as, sentBy }: Pick<Import, 'as' | 'sentBy'>): string | undefined {
  return as === 'operator' ? sentBy?.organisation : (sentBy?.organisation ?? as);
}

/** The names that are kept of it are past their time. */
export function forgetNames(current: Import): Decision<Import> {
  return decide({ ...current, senderName: null, fileName: null });
}

/** In whose name, on which day and under which key its rows are taken in: the same whichever process reads them. */
export function madeBy({ importId, sentBy, startedAt }: Import): CommandMeta {
  const { id, roles, organisation } = sentBy ?? { id: 'referral-intake', roles: [] };
  return {
    by: { id, roles, ...(organisation === undefined ? {} : { organisation }) },
    at: { instant: startedAt, date: londonDateOf(startedAt) },
    name: 'import-referrals',
    key: importId,
    bodyHash: '',
  };
}
