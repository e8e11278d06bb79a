import {
  ageOn,
  circumstanceKnownFrom,
  circumstanceStatedBy,
  circumstanceTitle,
  clinicalPriority,
  dayInWords,
  ethnicCategory,
  formatNhsNumber,
  impactIn,
  needDomains,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { childHead } from '@waymark/web';
import { type ReferralId, pathwayIdOf } from '@waymark/events';
import type { People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { fullName, type PersonDetails } from '../../person/domain/person.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';
import { Statement } from '../../shared/domain/statement.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { Reach } from '@waymark/policy';
import { seenBy, type SeenParts } from './own-statement.ts';
import { notesOf, statementOf, whyEarlierOf } from '../adapters/sealed-parts.ts';

/** Within how many working days a team decides about a referral. */
export type TriageParts = { decideWithin: number };

export type ViewParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  organisations: Organisations;
} & SeenParts;

/** A referral with the words for its codes, and with who the child is. Undefined when there is no such referral. */
export async function shownReferral(
  referralId: ReferralId,
  { today, reach }: { today: CalendarDate; reach: Reach },
  { referrals, people, cipher, organisations, ...parts }: ViewParts,
) {
  const stored = await referrals.get(referralId);
  if (!stored) return undefined;
  const { personId } = stored.state.referral;
  const held = await people.details(personId);
  const { record, child } = seenBy(reach, stored.state, held, { cipher, ...parts });
  const { referral, notes, statement, organisation, sameDayRisk, closedOn } = record;
  const triageStatus = triageStatusOf(record);
  return {
    version: stored.version,
    /** Whose record is read, as the audit log knows the child. */
    personId,
    referral,
    organisation,
    sameDayRisk,
    closedOn,
    child,
    whose: childHead(
      { name: fullName(child), dateOfBirth: referral.dateOfBirth, references: [referral.reference] },
      today,
    ),
    notes: notes === undefined ? undefined : cipher.open(notes, notesOf(referralId)),
    told:
      statement === undefined
        ? {}
        : Statement.parse(JSON.parse(cipher.open(statement, statementOf(referralId)))),
    pathwayId: pathwayIdOf(referralId),
    age: ageOn(referral.dateOfBirth, today),
    record,
    triageStatus,
    open: isOpen(triageStatus),
    proposed: proposalWords(record, cipher),
    words: wordsOf(record, child, organisations),
    today,
  };
}

export type ShownReferral = NonNullable<Awaited<ReturnType<typeof shownReferral>>>;

function wordsOf(
  { referral, organisation, sameAgain }: ReferralRecord,
  child: PersonDetails | undefined,
  organisations: Organisations,
) {
  const named = (code: string | undefined | null) => (code ? organisations.inWords(code) : undefined);
  return {
    service: textOf(services, referral.service),
    source: textOf(sourceOfReferral, referral.source),
    organisation: named(organisation),
    provider: named(referral.provider),
    priority: textOf(clinicalPriority, referral.priority),
    primaryReason: textOf(primaryReason, referral.primaryReason),
    otherReasons: referral.otherReasons.map((code) => textOf(primaryReason, code)),
    team: referral.team ? textOf(teamType, referral.team) : undefined,
    gender: textOf(statedGender, referral.gender),
    ethnicCategory: textOf(ethnicCategory, referral.ethnicCategory),
    nhsNumber: child?.nhsNumber && formatNhsNumber(child.nhsNumber),
    school: named(child?.school),
    practice: named(child?.practice),
    circumstances: referral.circumstances.map(({ id, since, knownFrom, source }) => ({
      ...{ text: circumstanceTitle(id), since },
      from: knownFrom ? circumstanceKnownFrom[knownFrom] : circumstanceStatedBy[source],
    })),
    needs: referral.needs.map((need) => ({
      text: textOf(needDomains, need.domain),
      home: impactIn(need, 'home'),
      school: impactIn(need, 'school'),
      community: impactIn(need, 'community'),
    })),
    status: statusWords[sameAgain && referral.status === 'received' ? 'same-again' : referral.status],
  };
}

export const statusWords = {
  received: 'Received',
  'same-again': 'May be the same again',
  returned: 'Returned for information',
  accepted: 'Accepted',
  declined: 'Declined',
  redirected: 'Redirected',
  withdrawn: 'Withdrawn',
  duplicate: 'Duplicate',
} as const;

/** Who sent a referral, in words: the organisation, or the source where none is named. */
export function fromWords(
  { referral, organisation }: Pick<ReferralRecord, 'referral' | 'organisation'>,
  { byCode }: Organisations,
): string {
  return (organisation && byCode(organisation)?.name) ?? textOf(sourceOfReferral, referral.source);
}

/** The earlier day that a referrer proposes, with why, in words; undefined where none is. */
export function proposalWords(
  { referral: { referralId }, proposed }: Pick<ReferralRecord, 'referral' | 'proposed'>,
  cipher: FieldCipher,
): { receivedOn: CalendarDate; says: string } | undefined {
  if (!proposed) return undefined;
  const { receivedOn, receivedTime, why } = proposed;
  const because =
    why === undefined ? 'No reason is given.' : `“${cipher.open(why, whyEarlierOf(referralId))}”`;
  return {
    receivedOn,
    says: `The referrer says that it was sent on ${dayInWords(receivedOn)}${receivedTime ? ` at ${receivedTime}` : ''}. ${because}`,
  };
}
