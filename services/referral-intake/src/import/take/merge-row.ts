import { needsSameDayResponse, type CalendarDate, type Circumstance } from '@waymark/care-types';
import { canonicalJson, decide, type CommandMeta, type Decision } from '@waymark/decisions';
import {
  CorrectedField,
  referralAccepted,
  referralCircumstancesChanged,
  referralCorrected,
  referralNeedsProfiled,
  type ReferralState,
} from '@waymark/events';
import {
  placeIn,
  type NewReferral,
  type ReferralRecord,
  type SourceRow,
} from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import type { ImportColumn } from '../domain/columns.ts';

/** The parts of a referral that a row states as a whole, by the column that says them. */
const parts = {
  service: 'service',
  receivedOn: 'received_date',
  source: 'source_of_referral',
  organisation: 'referring_organisation',
  priority: 'clinical_priority',
  primaryReason: 'primary_reason',
  otherReasons: 'other_reasons',
  team: 'team_type',
  knownContacts: 'first_contact_date',
  needs: 'needs',
  gender: 'gender',
  ethnicCategory: 'ethnic_category',
  notes: 'clinical_notes',
} as const satisfies Partial<Record<keyof SourceRow, ImportColumn>>;
export type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/**
 * What a row states of a referral, as it is kept to be compared with what the same source states later. `silent` are the
 * columns of which it says nothing.
 */
export function sourceRowOf(asked: NewReferral, silent: readonly ImportColumn[] = []): SourceRow {
  const { child, service, receivedOn, source, organisation, priority, primaryReason, otherReasons } = asked;
  const { team, acceptedOn, knownContacts, circumstances, needs, notes } = asked;
  const { gender, ethnicCategory } = child;
  return {
    ...{ service, receivedOn, source, priority, primaryReason, otherReasons, knownContacts, needs },
    ...{ circumstances, gender, ethnicCategory },
    ...(organisation && { organisation }),
    ...(team && { team }),
    ...(acceptedOn && { acceptedOn }),
    ...(notes && { notes }),
    ...(silent.length > 0 && { silent: [...silent] }),
  };
}

/** A row with what its source stated before in the place of what it says nothing of now. */
export function carriedOn(now: SourceRow, before: SourceRow | undefined): SourceRow {
  if (before === undefined) return now;
  const kept = partNames.filter((part) => isUnsaid(now, parts[part]));
  return {
    ...now,
    ...(Object.fromEntries(kept.map((part) => [part, before[part]])) as Partial<SourceRow>),
    ...(isUnsaid(now, 'circumstances') && { circumstances: joined(before, now) }),
  };
}

function isUnsaid({ silent = [] }: SourceRow, column: ImportColumn): boolean {
  return silent.includes(column);
}

/** Where some of the circumstances could not be read, those of before hold on beside those that could. */
function joined(before: SourceRow, now: SourceRow): Circumstance[] {
  return [
    ...new Map([...before.circumstances, ...now.circumstances].map((each) => [each.id, each])).values(),
  ];
}

/** The same of what is held now. */
export function heldRowOf({ referral, organisation }: ReferralRecord, notes: string | undefined): SourceRow {
  const { service, receivedOn, source, priority, primaryReason, otherReasons, team, acceptedOn } = referral;
  const { knownContacts, circumstances, needs, gender, ethnicCategory } = referral;
  return {
    ...{ service, receivedOn, source, priority, primaryReason, otherReasons, knownContacts, needs },
    ...{ circumstances, gender, ethnicCategory },
    ...(organisation && { organisation }),
    ...(team && { team }),
    ...(acceptedOn && { acceptedOn }),
    ...(notes && { notes }),
  };
}

/** What a row that comes again brings: parts to take over, and parts that a person here has made otherwise. */
export type Merged = {
  takes: Part[];
  differs: Part[];
  begun: Circumstance[];
  ended: Circumstance['id'][];
  accepts: CalendarDate | undefined;
};

/**
 * Compare what a source states now with what it stated before and with what is held (a three-way merge). Its newer
 * statement is taken over where what is held is what it stated before; what a person here has corrected since is kept.
 * What it does not say, it does not take away. `before` is absent for referrals from before it was kept: then what was
 * corrected here is told by the history.
 */
export function mergeRow(
  record: ReferralRecord,
  now: SourceRow,
  held: SourceRow,
  before?: SourceRow,
): Merged {
  const corrected = new Set(
    (record.steps ?? []).flatMap(({ replaced = [] }) => replaced.map(({ field }) => field as string)),
  );
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
  const merged: Merged = {
    ...{ takes: [], differs: [], begun: [], ended: [] },
    accepts: record.referral.status === 'received' && !record.sameAgain ? now.acceptedOn : undefined,
  };
  if (record.closedOn !== null || record.waitingFor === undefined) return { ...merged, accepts: undefined };
  for (const part of partNames) {
    if (isUnsaid(now, parts[part]) || isSilent(part, now[part]) || same(now[part], held[part])) continue;
    const untouched = before ? same(before[part], held[part]) : !corrected.has(part);
    const takes = untouched || isSilent(part, held[part]);
    if (part === 'team' && merged.accepts !== undefined) continue;
    if (part === 'receivedOn' && isAfterWhatHappened(now.receivedOn, record)) {
      merged.differs.push(part);
      continue;
    }
    (takes ? merged.takes : merged.differs).push(part);
  }
  const [were, are] = [before?.circumstances ?? [], now.circumstances].map(
    (those) => new Map(those.map((each) => [each.id, each])),
  );
  const has = new Set(held.circumstances.map(({ id }) => id));
  for (const [id, each] of are ?? []) if (!has.has(id) && !were?.has(id)) merged.begun.push(each);
  for (const { id, source } of held.circumstances)
    if (source === 'import' && were?.has(id) && !are?.has(id) && !isUnsaid(now, 'circumstances'))
      merged.ended.push(id);
  return merged;
}

/** What a row says otherwise than the same source said before, but for what it does not say. */
export function changedFrom(before: SourceRow, now: SourceRow): Part[] {
  return partNames.filter(
    (part) => !isUnsaid(now, parts[part]) && canonicalJson(before[part]) !== canonicalJson(now[part]),
  );
}

/** What of a referral a source fills in that replaces nothing. */
const fillable: readonly Part[] = ['otherReasons', 'needs', 'gender', 'ethnicCategory', 'notes'];

/** What a row brings of a source that fills in what is missing, and replaces nothing. */
export function fillRow(record: ReferralRecord, now: SourceRow, held: SourceRow): Merged {
  const open = record.closedOn === null && record.waitingFor !== undefined;
  const takes = fillable.filter(
    (part) => !isUnsaid(now, parts[part]) && !isSilent(part, now[part]) && isSilent(part, held[part]),
  );
  const begun = now.circumstances.filter(({ id }) => !held.circumstances.some((one) => one.id === id));
  return {
    ...(open ? { takes, begun } : { takes: [], begun: [] }),
    ...{ differs: [], ended: [], accepts: undefined },
  };
}

/** Nothing happens to a referral before it is received. */
function isAfterWhatHappened(receivedOn: string, { referral }: ReferralRecord): boolean {
  const { acceptedOn, returnedOn, knownContacts } = referral;
  return [acceptedOn, returnedOn, ...knownContacts.map(({ on }) => on)].some(
    (day) => typeof day === 'string' && day < receivedOn,
  );
}

/** Codes by which a source says that it does not know. */
const unknown: Partial<Record<Part, string>> = { gender: 'X', ethnicCategory: '99' };

function isSilent(part: Part, value: unknown): boolean {
  if (value === undefined || value === unknown[part]) return true;
  return Array.isArray(value) && value.length === 0;
}

/** The columns of these parts. */
export function columnsOf(those: readonly Part[]): ImportColumn[] {
  return those.map((part) => parts[part]);
}

export function hasNews({ takes, begun, ended, accepts }: Merged): boolean {
  return takes.length + begun.length + ended.length > 0 || accepts !== undefined;
}

/** Take over what a row that came again brings, with what each was before in the history. Notes are sealed already. */
export function takeOver(
  record: ReferralRecord,
  now: SourceRow,
  { takes, begun, ended, accepts }: Merged,
  command: CommandMeta,
  notes: string | undefined,
): Decision<ReferralRecord> {
  const before = record.referral;
  const own = takes.filter((part) => part !== 'notes' && part !== 'organisation');
  let referral: ReferralState = {
    ...before,
    ...(Object.fromEntries(own.map((part) => [part, now[part]])) as Partial<ReferralState>),
  };
  const events: Extract<Decision<ReferralRecord>, { kind: 'decided' }>['events'][number][] = [];
  const corrected = own.filter((part) => part !== 'needs');
  const replaced = CorrectedField.options.flatMap((field) =>
    corrected.some((part) => part === field)
      ? [{ field, was: before[field] ?? '', now: referral[field] ?? '' }]
      : [],
  );
  if (corrected.length > 0)
    events.push(referralCorrected({ ...referral, corrected: corrected, correctionReason: 'learned-later' }));
  if (accepts !== undefined) {
    referral = { ...referral, status: 'accepted', acceptedOn: accepts, team: now.team ?? referral.team };
    events.push(referralAccepted(referral));
  }
  if (own.includes('needs')) events.push(referralNeedsProfiled(referral));
  const changed = [...begun.map(({ id }) => id), ...ended];
  if (changed.length > 0) {
    const kept = referral.circumstances.filter(({ id }) => !ended.includes(id));
    referral = { ...referral, circumstances: [...kept, ...begun] };
    events.push(referralCircumstancesChanged({ ...referral, changed }));
  }
  const next: ReferralRecord = {
    ...record,
    referral,
    sameDayRisk: record.sameDayRisk || needsSameDayResponse(begun),
    ...(takes.includes('organisation') && now.organisation && { organisation: now.organisation }),
    ...(takes.includes('notes') && notes && { notes }),
    ...(replaced.length > 0 && {
      steps: appendStep(record.steps, command, { reason: 'learned-later', replaced }),
    }),
  };
  return decide({ ...next, waitingFor: placeIn(next) }, record.sameAgain ? [] : events);
}
