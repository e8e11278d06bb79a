import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import { services, textOf, todayInLondon, type CalendarDate } from '@waymark/care-types';
import { ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { childHead } from '@waymark/web';
import { z } from 'zod';
import { fullName, type PersonDetails } from '../../person/domain/person.ts';
import type { People } from '../../person/index.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { fromWords, statedIn } from '../../referral/index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { comparedRows } from '../view-duplicates/compared.ts';

export type AgainParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  cipher: FieldCipher;
  organisations: Organisations;
};

export const againParams = z.strictObject({ referralId: ReferralId });

/** So many are listed at once; those that are decided make room for the next. */
const mostListed = 50;

/** Referrals of which somebody has to say whether they are the same again, the longest waiting first. */
export async function waitingAgain({
  referrals,
}: Pick<AgainParts, 'referrals'>): Promise<{ items: Stored<ReferralRecord>[]; more: boolean }> {
  const { items, next } = await referrals.page({
    filter: { 'state.sameAgain.of': { $exists: true }, 'state.referral.status': 'received' },
    sort: { 'state.referral.receivedOn': 1, _id: 1 },
    limit: mostListed,
  });
  return { items, more: next !== undefined };
}

/** One of them in a list. */
export function againRow(
  { state: { referral, organisation, sameDayRisk } }: Stored<ReferralRecord>,
  child: PersonDetails | undefined,
  organisations: Organisations,
) {
  return {
    referralId: referral.referralId,
    reference: referral.reference,
    receivedOn: referral.receivedOn,
    serviceText: textOf(services, referral.service),
    from: fromWords({ referral, organisation }, organisations),
    name: child && `${child.givenName} ${child.familyName}`.trim(),
    sameDayRisk,
  };
}

/** The two referrals, and what the second one stated of the child beside what is held. */
export async function shownAgain(
  referralId: ReferralId,
  today: CalendarDate,
  { referrals, people, cipher, organisations }: AgainParts,
) {
  const second = await referrals.get(referralId);
  const of = second?.state.sameAgain?.of;
  const first = of && (await referrals.get(of));
  if (!second || !first) return undefined;
  const held = await people.details(first.state.referral.personId);
  const stated = statedIn(second.state, cipher)?.child;
  const hidden = held?.addressHidden === true;
  const shown = ({ state: { referral, organisation, sameDayRisk } }: Stored<ReferralRecord>) => ({
    ...{ referralId: referral.referralId, reference: referral.reference },
    receivedOn: referral.receivedOn,
    from: fromWords({ referral, organisation }, organisations),
    sameDayRisk,
  });
  return {
    personId: first.state.referral.personId,
    version: second.version,
    state: second.state.sameAgain?.decided === 'same' ? ('same' as const) : ('open' as const),
    whose: childHead(
      {
        name: fullName(held),
        dateOfBirth: first.state.referral.dateOfBirth,
        references: [first.state.referral.reference, second.state.referral.reference],
      },
      today,
    ),
    service: textOf(services, second.state.referral.service),
    first: shown(first),
    second: shown(second),
    firstEnded: first.state.waitingFor === undefined,
    hidden,
    compared: comparedRows([held, hidden ? withoutPlace(stated) : stated], organisations),
  };
}

function withoutPlace(stated: PersonDetails | undefined): PersonDetails | undefined {
  if (!stated) return undefined;
  const { givenName, familyName, dateOfBirth, nhsNumber } = stated;
  return { givenName, familyName, dateOfBirth, nhsNumber };
}

const Referral = z.object({ referralId: ReferralId, reference: z.string(), receivedOn: z.string() });

export const viewSameAgain = view({
  id: 'view-same-again',
  summary: 'A referral of a child who waits for the service already, beside the first one',
  path: '/same-again/:referralId',
  permission: 'duplicate:decide',
  params: againParams,
  load: ({ params, clock }, parts: AgainParts) => shownAgain(params.referralId, todayInLondon(clock), parts),
  page: { template: 'duplicates/same-again/page.njk' },
  api: {
    body: z.object({
      state: z.enum(['open', 'same']),
      first: Referral,
      second: Referral,
      compared: z.array(
        z.object({ field: z.string(), one: z.string(), other: z.string(), says: z.string() }),
      ),
    }),
    of: ({ state, first, second, compared }) => ({
      state,
      first: { referralId: first.referralId, reference: first.reference, receivedOn: first.receivedOn },
      second: { referralId: second.referralId, reference: second.reference, receivedOn: second.receivedOn },
      compared: compared.map(({ field, one, other, says }) => ({ field, one, other, says })),
    }),
  },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'compare two referrals' }),
});
