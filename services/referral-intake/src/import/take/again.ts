import { canonicalJson, decide, type CommandMeta, type Decision } from '@waymark/decisions';
import { namesAlike, type WrittenName } from '../../person/domain/names/alike.ts';
import type { PersonDetails, SealedField } from '../../person/domain/person.ts';
import { Stated, type NewReferral, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { notesIn, sealedNotes, sealedStatement, statedIn, type AdmitParts } from '../../referral/index.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { carriedOn, columnsOf, hasNews, heldRowOf, mergeRow, takeOver, type Merged } from './merge-row.ts';

/** What came of a row whose referral is there already, by column. */
export type Brought = {
  updated: ImportColumn[];
  /** What a person here has made otherwise, or what is held otherwise of the child: kept as it is here. */
  differs: ImportColumn[];
  /** Who the child is, said otherwise: a person decides. */
  waits: ImportColumn[];
};

const columnOf: Partial<Record<SealedField, ImportColumn>> = {
  givenName: 'given_name',
  familyName: 'family_name',
  dateOfBirth: 'date_of_birth',
  nhsNumber: 'nhs_number',
  postcode: 'postcode',
  address: 'address_line_1',
  practice: 'gp_practice_code',
  school: 'school_urn',
  phone: 'contact_phone',
  email: 'contact_email',
  mainLanguage: 'main_language',
};
const identity: ReadonlySet<SealedField> = new Set([
  ...(['givenName', 'familyName', 'dateOfBirth', 'nhsNumber'] as const),
]);

/**
 * Bring a referral up to date by a row of the same source: what the source says newly is taken over as a correction,
 * what a person here has corrected since is kept, and what it says of the child is taken in like any other statement.
 * Where the names are another child's, nothing is taken over.
 */
export async function bringUpToDate(
  { asked, there }: { asked: NewReferral; there: ReferralRecord },
  command: CommandMeta,
  parts: Pick<AdmitParts, 'people' | 'referrals' | 'cipher'>,
): Promise<Brought | 'another child'> {
  const { cipher, referrals } = parts;
  const { referralId } = there.referral;
  if (!asked.row) throw new Error('A row that comes again states nothing');
  const before = statedIn(there, cipher);
  const row = carriedOn(asked.row, before?.row);
  if (await isOfAnotherChild(there, asked.child, parts)) return 'another child';
  const now = Stated.parse({ child: asked.child, needs: asked.needs, row });
  const merged = (record: ReferralRecord) =>
    mergeRow(record, row, heldRowOf(record, notesIn(record, cipher)), before?.row);
  const found = merged(there);
  let refused: Merged['takes'] = [];
  let version = 0;
  if (hasNews(found) || canonicalJson(now) !== canonicalJson(before)) {
    const notes = row.notes && sealedNotes(referralId, row.notes, cipher);
    const restated = (decision: Decision<ReferralRecord>): Decision<ReferralRecord> =>
      decision.kind === 'refused'
        ? decision
        : { ...decision, state: { ...decision.state, stated: sealedStatement(referralId, now, cipher) } };
    const outcome = await referrals.change(referralId, command, (record) => {
      const fresh = merged(record);
      return restated(hasNews(fresh) ? takeOver(record, row, fresh, command, notes) : decide(record));
    });
    if (outcome.kind === 'done') version = outcome.version ?? 0;
    // The child waits for the service that the source names by now: that is a person's to sort out.
    else refused = found.takes;
  }
  const child = await learnAgain(there, version, before, now, command, parts);
  return {
    updated: [...(refused.length > 0 ? [] : updatedBy(found)), ...columnsFor(child.filled)],
    differs: [
      ...columnsOf([...refused, ...found.differs]),
      ...columnsFor(child.otherwise.filter((field) => !identity.has(field))),
    ],
    waits: columnsFor(child.otherwise.filter((field) => identity.has(field))),
  };
}

/** Whether a referral is held for a child whom nobody would call so. */
export async function isOfAnotherChild(
  there: ReferralRecord,
  name: WrittenName,
  { people, cipher }: Pick<AdmitParts, 'people' | 'cipher'>,
): Promise<boolean> {
  const held = await people.details(there.referral.personId);
  const names = [held, statedIn(there, cipher)?.child].filter((each) => each !== undefined);
  return names.length > 0 && !namesAlike(names, name);
}

function updatedBy({ takes, begun, ended, accepts }: Merged): ImportColumn[] {
  return [
    ...columnsOf(takes),
    ...(begun.length + ended.length > 0 ? (['circumstances'] as const) : []),
    ...(accepts === undefined ? [] : (['accepted_date'] as const)),
  ];
}

function columnsFor(fields: readonly SealedField[]): ImportColumn[] {
  return fields.flatMap((field) => columnOf[field] ?? []);
}

/** What is said of a child otherwise than before, by column. */
export function columnsSaidOfChild(
  before: Stated['child'] | undefined,
  now: Stated['child'],
): ImportColumn[] {
  return columnsFor(saidAnew(before, now).map(([field]) => field as SealedField));
}

function saidAnew(before: Stated['child'] | undefined, now: Stated['child']) {
  return Object.entries(now).filter(
    ([field, value]) =>
      field in columnOf && canonicalJson(value) !== canonicalJson(before?.[field as keyof PersonDetails]),
  );
}

/** What the source says newly of the child; of a referral from before that was kept, what is missing alone. */
export async function learnAgain(
  { referral: { referralId, personId }, sameAgain }: ReferralRecord,
  version: number,
  before: Stated | undefined,
  now: Stated,
  command: CommandMeta,
  { people }: Pick<AdmitParts, 'people'>,
) {
  const changed = saidAnew(before?.child, now.child);
  if (changed.length === 0 || (sameAgain && sameAgain.decided !== 'same'))
    return { filled: [], otherwise: [] };
  return people.learn(personId, command, {
    referralId,
    version,
    details: Object.fromEntries(changed),
    authority: 'fills',
    ...(before === undefined && { onlyMissing: true }),
  });
}
