import {
  ageOn,
  attendance,
  calendarDate,
  circumstanceTitle,
  clinicalPriority,
  consultationMechanism,
  entriesOn,
  ethnicCategory,
  formatNhsNumber,
  needDomains,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  textOf,
  todayInLondon,
} from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { pathwayIdOf, ReferralId, ReferralState } from '@waymark/events';
import { view } from '@waymark/runtime';
import { z } from 'zod';
import type { FieldCipher } from '../../adapters/identity/field-cipher.ts';
import type { People } from '../../adapters/people/people.ts';
import { labelOf, type Organisations } from '../../domain/organisations.ts';
import type { PersonDetails } from '../../domain/person.ts';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { notesOf } from '../log-referral/admit.ts';

export type ViewParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  cipher: FieldCipher;
  organisations: Organisations;
};

/** A referral with the words for its codes, and with who the child is. Undefined when there is no such referral. */
export async function shownReferral(
  referralId: ReferralId,
  today: string,
  { referrals, people, cipher, organisations }: ViewParts,
) {
  const stored = await referrals.get(referralId);
  if (!stored) return undefined;
  const { referral, notes, organisation, sameDayRisk, closedOn, withdrawnBecause } = stored.state;
  const child = await people.details(referral.personId);
  return {
    version: stored.version,
    referral,
    organisation,
    sameDayRisk,
    closedOn,
    child,
    notes: notes === undefined ? undefined : cipher.open(notes, notesOf(referralId)),
    because:
      withdrawnBecause === undefined ? undefined : cipher.open(withdrawnBecause, reasonPlace(referralId)),
    pathwayId: pathwayIdOf(referralId),
    age: ageOn(referral.dateOfBirth, calendarDate(today)),
    happened: happenedOf(stored.state),
    teams: entriesOn(teamType, calendarDate(today)).map(({ code, text }) => ({ value: code, text })),
    words: wordsOf(stored.state, child, organisations),
    today,
  };
}

export const viewReferral = view({
  id: 'view-referral',
  summary: 'One referral: the child, who referred, what for, circumstances, needs and notes',
  path: '/:referralId',
  permission: 'referral:view',
  params: z.strictObject({ referralId: ReferralId }),
  load: ({ params, clock }, parts: ViewParts) =>
    shownReferral(params.referralId, todayInLondon(clock), parts),
  relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
  page: { template: 'view-referral/page.njk' },
  api: {
    path: '/api/referrals/:referralId',
    body: z.object({
      ...ReferralState.shape,
      givenName: z.string(),
      familyName: z.string(),
      nhsNumber: z.string().nullable(),
      organisation: z.string().nullable(),
      sameDayRisk: z.boolean(),
      notes: z.string().nullable(),
    }),
    of: ({ referral, child, organisation, sameDayRisk, notes }) => ({
      ...referral,
      givenName: child?.givenName ?? '',
      familyName: child?.familyName ?? '',
      nhsNumber: child?.nhsNumber ?? null,
      organisation,
      sameDayRisk,
      notes: notes ?? null,
    }),
  },
  version: ({ version }) => version,
  audits: ({ referral }) => ({ subjects: [referral.personId], purpose: 'read a referral' }),
});

export const loggedReferral = view({
  id: 'logged-referral',
  summary: 'That a referral has been logged, under which reference, and what comes next',
  path: '/:referralId/logged',
  permission: 'referral:view',
  params: z.strictObject({ referralId: ReferralId }),
  load: ({ params, clock }, parts: ViewParts) =>
    shownReferral(params.referralId, todayInLondon(clock), parts),
  relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
  page: { template: 'view-referral/logged.njk' },
  audits: ({ referral }) => ({ subjects: [referral.personId], purpose: 'read a referral' }),
});

/** Where the reason of a withdrawal belongs. */
export function reasonPlace(referralId: ReferralId) {
  return { collection: 'referrals', id: referralId, field: 'withdrawnBecause' };
}

/** What has happened to the referral itself, newest first. What happened on the pathway is told there. */
function happenedOf({ referral, closedOn }: ReferralRecord) {
  const { receivedOn, acceptedOn, withdrawnOn, team, knownContacts } = referral;
  const steps = [
    { on: receivedOn, text: 'Received. The wait counts from this day.' },
    ...(acceptedOn
      ? [{ on: acceptedOn, text: `Accepted${team ? ` by a team: ${textOf(teamType, team)}` : ''}.` }]
      : []),
    ...knownContacts.map(({ on, attendance: code, mechanism }) => ({
      on,
      text: `First appointment: ${textOf(attendance, code).toLowerCase()}, ${textOf(consultationMechanism, mechanism).toLowerCase()}.`,
    })),
    ...(withdrawnOn ? [{ on: withdrawnOn, text: 'Withdrawn.' }] : []),
    ...(closedOn && !withdrawnOn ? [{ on: closedOn, text: 'The wait is over.' }] : []),
  ];
  return steps.toSorted((a, b) => (a.on < b.on ? 1 : -1));
}

function wordsOf(
  { referral, organisation }: ReferralRecord,
  child: PersonDetails | undefined,
  organisations: Organisations,
) {
  const named = (code: string | undefined | null) => {
    const found = code ? organisations.byCode(code) : undefined;
    return found ? labelOf(found) : (code ?? undefined);
  };
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
    circumstances: referral.circumstances.map(({ id, since }) => ({ text: circumstanceTitle(id), since })),
    needs: referral.needs.map((need) => ({ text: textOf(needDomains, need.domain), ...need })),
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
} as const;
