import {
  ageOn,
  circumstanceKnownFrom,
  circumstanceStatedBy,
  circumstanceTitle,
  clinicalPriority,
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
import { type ReferralId, pathwayIdOf } from '@waymark/events';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';
import { Statement } from '../../shared/domain/statement.ts';
import { notesOf, statementOf } from '../admit/admit.ts';

/** Within how many working days a team decides about a referral. */
export type TriageParts = { decideWithin: number };

export type ViewParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  cipher: FieldCipher;
  organisations: Organisations;
};

/** A referral with the words for its codes, and with who the child is. Undefined when there is no such referral. */
export async function shownReferral(
  referralId: ReferralId,
  today: CalendarDate,
  { referrals, people, cipher, organisations }: ViewParts,
) {
  const stored = await referrals.get(referralId);
  if (!stored) return undefined;
  const { referral, notes, statement, organisation, sameDayRisk, closedOn } = stored.state;
  const child = await people.details(referral.personId);
  const triageStatus = triageStatusOf(stored.state);
  return {
    version: stored.version,
    referral,
    organisation,
    sameDayRisk,
    closedOn,
    child,
    notes: notes === undefined ? undefined : cipher.open(notes, notesOf(referralId)),
    told:
      statement === undefined
        ? {}
        : Statement.parse(JSON.parse(cipher.open(statement, statementOf(referralId)))),
    pathwayId: pathwayIdOf(referralId),
    age: ageOn(referral.dateOfBirth, today),
    record: stored.state,
    triageStatus,
    open: isOpen(triageStatus),
    words: wordsOf(stored.state, child, organisations),
    today,
  };
}

export type ShownReferral = NonNullable<Awaited<ReturnType<typeof shownReferral>>>;

function wordsOf(
  { referral, organisation }: ReferralRecord,
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
    status: statusWords[referral.status],
  };
}

export const statusWords = {
  received: 'Received',
  returned: 'Waits for an answer',
  accepted: 'Accepted',
  declined: 'Not taken on',
  redirected: 'Passed on',
  withdrawn: 'Withdrawn',
  duplicate: 'Same as another',
} as const;
