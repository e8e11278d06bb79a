import {
  clinicalPriority,
  dayInWords,
  ethnicCategory,
  needDomains,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  textOf,
} from '@waymark/care-types';
import { canonicalJson, decide, type CommandMeta } from '@waymark/decisions';
import { namesAlike, type WrittenName } from '../../person/domain/names/alike.ts';
import {
  Stated,
  toldByReferrer,
  type NewReferral,
  type ReferralRecord,
  type SourceRow,
} from '../../referral/domain/referral-record.ts';
import { appendStep, stepPlace } from '../../referral/domain/steps-taken.ts';
import { notesIn, sealedNotes, sealedStatement, statedIn, type AdmitParts } from '../../referral/index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { columnInWords } from '../domain/coded.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { columnsSaidOfChild, learnAgain } from './again.ts';
import { carriedOn, changedFrom, columnsOf, fillRow, heldRowOf, takeOver, type Part } from './merge-row.ts';

/**
 * A row that an organisation sends again of a referral of its own: what the referral lacks is filled in, nothing that is
 * held is replaced, and what is said otherwise than before stands in the history of the referral, for the team to read.
 * Answers what the row says otherwise than the same organisation said before, and so tells of nobody else’s word.
 */
export async function passOn(
  { asked, there }: { asked: NewReferral; there: ReferralRecord },
  command: CommandMeta,
  parts: Pick<AdmitParts, 'people' | 'referrals' | 'cipher'>,
): Promise<ImportColumn[] | 'another child'> {
  const { cipher, referrals } = parts;
  const { referralId } = there.referral;
  const before = statedIn(there, cipher);
  if (!asked.row || !before?.row) return [];
  if (isOfAnotherStatement(there, asked.child, parts)) return 'another child';
  const row = carriedOn(asked.row, before.row);
  const now = Stated.parse({ child: asked.child, needs: asked.needs, row });
  if (canonicalJson(now) === canonicalJson(before)) return [];

  const changed = changedFrom(before.row, row);
  const notes = row.notes && sealedNotes(referralId, row.notes, cipher);
  const outcome = await referrals.change(referralId, command, (record) => {
    const fills = fillRow(record, row, heldRowOf(record, notesIn(record, cipher)));
    const filled = takeOver(record, row, fills, command, notes);
    if (filled.kind === 'refused') return filled;
    const left = changed.filter((part) => !fills.takes.includes(part));
    const said = sealedSaying(left, row, { referralId, at: command.at.instant }, cipher);
    const { state } = filled;
    return decide(
      {
        ...state,
        ...circumstancesTold(record, row),
        stated: sealedStatement(referralId, now, cipher),
        ...(said !== undefined && { steps: appendStep(state.steps, command, { note: said }) }),
      },
      filled.events,
    );
  });
  const version = outcome.kind === 'done' ? (outcome.version ?? 0) : 0;
  await learnAgain(there, version, before, now, command, parts);
  const begun = row.circumstances.some(({ id }) => !before.row?.circumstances.some((one) => one.id === id));
  return [
    ...columnsOf(changed),
    ...(begun ? (['circumstances'] as const) : []),
    ...columnsSaidOfChild(before.child, now.child),
  ];
}

/** What the organisation sees of circumstances is what it has stated, whoever stated the same before. */
function circumstancesTold(
  record: ReferralRecord,
  { circumstances }: SourceRow,
): Pick<ReferralRecord, 'toldByReferrer'> {
  const told = toldByReferrer(record);
  const more = circumstances.filter(({ id }) => !told.some((one) => one.id === id));
  return more.length > 0 ? { toldByReferrer: [...told, ...more] } : {};
}

/** Whether the same organisation said before that the referral is of a child whom nobody would call so. */
export function isOfAnotherStatement(
  there: ReferralRecord,
  name: WrittenName,
  { cipher }: Pick<AdmitParts, 'cipher'>,
): boolean {
  const before = statedIn(there, cipher);
  return before !== undefined && !namesAlike([before.child], name);
}

/** What is said otherwise, in words, sealed as the note of this step. */
function sealedSaying(
  parts: readonly Part[],
  row: SourceRow,
  { referralId, at }: { referralId: ReferralRecord['referral']['referralId']; at: string },
  cipher: FieldCipher,
): string | undefined {
  if (parts.length === 0) return undefined;
  const says = parts.map(
    (part) => `${columnInWords[columnsOf([part])[0] ?? 'needs']}: ${inWords(part, row)}`,
  );
  return cipher.seal(`The referrer now says. ${says.join('. ')}`, stepPlace(referralId, at));
}

function inWords(part: Part, row: SourceRow): string {
  switch (part) {
    case 'service':
      return textOf(services, row.service);
    case 'source':
      return textOf(sourceOfReferral, row.source);
    case 'priority':
      return textOf(clinicalPriority, row.priority);
    case 'primaryReason':
      return textOf(primaryReason, row.primaryReason);
    case 'otherReasons':
      return row.otherReasons.map((code) => textOf(primaryReason, code)).join('; ') || 'none';
    case 'gender':
      return textOf(statedGender, row.gender);
    case 'ethnicCategory':
      return textOf(ethnicCategory, row.ethnicCategory);
    case 'needs':
      return row.needs.map(({ domain }) => textOf(needDomains, domain)).join('; ') || 'none';
    case 'notes':
      return row.notes ?? 'none';
    case 'receivedOn':
      return dayInWords(row.receivedOn);
    default:
      return 'changed';
  }
}
