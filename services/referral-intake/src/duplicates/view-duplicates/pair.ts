import {
  ageOn,
  formatNhsNumber,
  services,
  statedGender,
  textOf,
  todayInLondon,
  sentenceCase,
  type CalendarDate,
} from '@waymark/care-types';
import type { AggregateStore, HistoryEntry } from '@waymark/aggregate-store';
import { DuplicatePairId, PersonId, ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { notePlace, type DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { People } from '../../person/index.ts';
import { resolutions, waitingTwice, type DuplicatePair } from '../domain/duplicate-pair.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { referralsOf } from '../decide-duplicate/carry-out.ts';
import { commandLabel, timeOf, actorLabel } from '../../shared/history.ts';
import { statusWords } from '../../referral/index.ts';
import { comparedRows, evidenceRows } from './compared.ts';
import { likelyWords, stateWords } from './words.ts';

export type PairParts = {
  pairs: DuplicatePairs;
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  organisations: Organisations;
  cipher: FieldCipher;
};

export const pairParams = z.strictObject({ pairId: DuplicatePairId });

/** A pair with the two children side by side. Undefined when there is no such pair. */
export async function shownPair(pairId: DuplicatePairId, today: CalendarDate, parts: PairParts) {
  const stored = await parts.pairs.get(pairId);
  if (!stored) return undefined;
  const { state: pair, version } = stored;
  const ids = [pair.one, pair.other];
  const [details, records] = await Promise.all([
    parts.people.detailsOf(ids),
    referralsOf(ids, parts.referrals),
  ]);
  const states = records.map(({ state }) => state);
  const [one, other] = [details.get(pair.one), details.get(pair.other)];
  const hidden = one?.addressHidden === true || other?.addressHidden === true;
  return {
    version,
    pair,
    today,
    hidden,
    children: ids.map((personId) => childOf(personId, details.get(personId), states, today)),
    compared: comparedRows([one, other], parts.organisations),
    why: evidenceRows(pair.evidence, hidden),
    likely: likelyWords(pair),
    stateText: stateWords(pair),
    both: waitingTwice(states).map(([service, older, newer]) => ({
      service,
      text: textOf(services, service),
      referrals: [older, newer].map(({ referral }) => referralWords(referral)),
    })),
  };
}
export type ShownPair = NonNullable<Awaited<ReturnType<typeof shownPair>>>;

type Referral = ReferralRecord['referral'];

function childOf(
  personId: PersonId,
  details: PersonDetails | undefined,
  records: readonly ReferralRecord[],
  today: CalendarDate,
) {
  const own = records.filter(({ referral }) => referral.personId === personId);
  const genders = [...new Set(own.map(({ referral }) => textOf(statedGender, referral.gender)))];
  return {
    personId,
    name: details && `${details.givenName} ${details.familyName}`.trim(),
    age: details && ageOn(details.dateOfBirth, today),
    nhsNumber: details?.nhsNumber && formatNhsNumber(details.nhsNumber),
    genders,
    referrals: own
      .map(({ referral }) => referralWords(referral))
      .toSorted((a, b) => (a.receivedOn < b.receivedOn ? -1 : 1)),
  };
}

function referralWords({ referralId, reference, service, receivedOn, status }: Referral) {
  return {
    ...{ referralId, reference, service, receivedOn, status },
    serviceText: textOf(services, service),
    statusText: statusWords[status],
  };
}

export const viewDuplicate = view({
  id: 'view-duplicate',
  summary:
    'Two records that may be of one child, side by side: what differs, why they are shown, and what was decided',
  path: '/duplicates/:pairId',
  permission: 'duplicate:decide',
  params: pairParams,
  load: async ({ params, clock, viewer }, parts: PairParts) => {
    const shown = await shownPair(params.pairId, todayInLondon(clock), parts);
    if (!shown) return undefined;
    const history = await parts.pairs.history(params.pairId);
    return { ...shown, happened: happenedTo(shown.pair, history, viewer.id, parts.cipher) };
  },
  page: { template: 'duplicates/view-duplicates/pair.njk' },
  api: {
    body: z.object({
      pairId: DuplicatePairId,
      state: z.string(),
      outcome: z.enum(resolutions).nullable(),
      kept: PersonId.nullable(),
      halted: z.boolean(),
      probability: z.number(),
      weights: z.string(),
      children: z.array(
        z.object({
          personId: PersonId,
          referrals: z.array(z.object({ referralId: ReferralId, reference: z.string(), status: z.string() })),
        }),
      ),
      compared: z.array(
        z.object({ field: z.string(), one: z.string(), other: z.string(), says: z.string() }),
      ),
      why: z.array(z.object({ field: z.string(), level: z.string(), says: z.string() })),
      history: z.array(z.object({ on: z.string(), said: z.string(), text: z.string() })),
    }),
    of: ({ pair, children, compared, why, happened }) => ({
      ...{ pairId: pair.pairId, state: pair.state, compared, why, history: happened },
      outcome: pair.decision?.outcome ?? null,
      kept: pair.decision?.kept ?? null,
      halted: pair.halted === true,
      probability: pair.evidence.probability,
      weights: pair.evidence.weights,
      children: children.map(({ personId, referrals }) => ({
        personId,
        referrals: referrals.map(({ referralId, reference, status }) => ({ referralId, reference, status })),
      })),
    }),
  },
  version: ({ version }) => version,
  audits: ({ pair }) => ({ subjects: [pair.one, pair.other], purpose: 'compare two records' }),
});

function happenedTo(
  pair: DuplicatePair,
  history: readonly HistoryEntry[],
  viewerId: string,
  cipher: FieldCipher,
) {
  const notes = new Map(pair.notes.map(({ at, because }) => [at, because]));
  return history.toReversed().flatMap((entry) => {
    const deed = commandLabel(entry);
    if (deed === undefined) return [];
    const note = notes.get(entry.at.instant);
    const text = `${sentenceCase(deed)}.`;
    const words =
      note === undefined ? '' : ` “${cipher.open(note, notePlace(pair.pairId, entry.at.instant))}”`;
    return [
      {
        on: entry.at.date,
        said: `${actorLabel(entry.by, viewerId)}, ${timeOf(entry.at.instant)}`,
        text: text + words,
      },
    ];
  });
}
