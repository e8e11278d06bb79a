import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import type { DuplicateIndex, MayBe } from '../adapters/duplicate-index.ts';
import { pairIdOf, pairsOf, type DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { MergedPeople } from '../../person/index.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import { foundAgain, lapse, offered, type Found, type PairEvidence } from '../domain/duplicate-pair.ts';
import { weightsVersion } from '../domain/search/weights.ts';
import type { SealedPerson } from '../../person/domain/person.ts';

export type OfferParts = {
  personStore: Pick<AggregateStore<SealedPerson>, 'get' | 'each' | 'page'>;
  pairs: DuplicatePairs;
  duplicates: DuplicateIndex;
  mergedPeople: MergedPeople;
  index: BlindIndex;
};

/** So many candidates are told at most; a record that is like so many is most likely without a name of its own, */
const crowd = 20;
/** and only the likeliest are offered at a time. Those that are decided make room for the next. */
const mostOfCrowd = 2;

/**
 * Look whom a child may be, and offer each such pair to be decided about. Nobody is ever put together by this. Doing it
 * again offers nothing twice. Of a child who was erased, or is another's record, what was offered lapses.
 */
export async function offerPairsOf(
  { state: person, version }: Stored<SealedPerson>,
  parts: OfferParts,
  clock: Clock,
): Promise<void> {
  const { personId } = person;
  if (person.erasedOn !== undefined || person.mergedInto !== undefined)
    return letLapse(personId, parts, clock);
  const candidates = parts.duplicates.candidatesOf(person);
  let room = candidates.length < crowd ? candidates.length : mostOfCrowd;
  for (const candidate of candidates) {
    const sameNumber = candidate.why.nhsNumber.level === 'exact';
    if (room === 0 && !sameNumber) continue;
    const other = await parts.personStore.get(candidate.personId);
    if (!other || other.state.erasedOn !== undefined || other.state.mergedInto !== undefined) continue;
    const because = version === 1 ? 'new-record' : 'record-changed';
    if (await offer(person, other.state, candidate, because, parts, clock)) room = Math.max(0, room - 1);
  }
}

/** Whether the pair now waits for a decision. */
async function offer(
  person: SealedPerson,
  other: SealedPerson,
  candidate: MayBe,
  because: Found['because'],
  { pairs, duplicates, index }: OfferParts,
  clock: Clock,
): Promise<boolean> {
  const [one, two] = person.personId < other.personId ? [person, other] : [other, person];
  const pairId = pairIdOf(one.personId, two.personId, index);
  const found: Found = {
    pairId,
    one: one.personId,
    other: two.personId,
    because,
    evidence: evidenceOf(candidate),
    ...((one.disputes === two.personId || two.disputes === one.personId) && { sameNumber: true as const }),
    marks: [duplicates.markOf(one), duplicates.markOf(two)],
    at: clock.now().toString(),
  };
  const before = await pairs.get(pairId);
  const command = systemCommand('find-duplicate', `${found.marks.join(' ')} ${before?.version ?? 0}`, clock);
  const outcome = before
    ? await pairs.change(pairId, command, (pair) => foundAgain(pair, found))
    : await pairs.create(pairId, command, () => offered(found));
  return outcome.kind === 'done' ? outcome.state.state === 'open' : before?.state.state === 'open';
}

/** Pairs with a record that has gone lapse; who else was in them may be a child of the record that stays. */
async function letLapse(personId: PersonId, parts: OfferParts, clock: Clock): Promise<void> {
  for (const { id, state, version } of await pairsOf(parts.pairs, personId)) {
    if (state.state !== 'open') continue;
    await parts.pairs.change(id, systemCommand('lapse-duplicate', `lapse ${version}`, clock), lapse);
    const partner = await parts.personStore.get(state.one === personId ? state.other : state.one);
    const there = partner && partner.state.erasedOn === undefined && partner.state.mergedInto === undefined;
    if (there) await offerPairsOf(partner, parts, clock);
  }
}

function evidenceOf({ score, probability, verdict, why }: MayBe): PairEvidence {
  return { score, probability, verdict, weights: weightsVersion, why: { ...why } };
}
