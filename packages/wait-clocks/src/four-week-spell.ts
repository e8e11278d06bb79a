import { daysBetween } from '@waymark/care-types';
import type { CalendarDate } from '@waymark/care-types';
import type { Fact, FactOf } from './fact.ts';
import { inScope, whyNotFourWeek } from './four-week-scope.ts';
import type { Finding, Story } from './regime.ts';
import { factsOf } from './regime.ts';

const SOURCE =
  'NHS England, implementation of referral spells; Mental Health Monthly Statistics, 4w_waits_prep';

/** A referral that starts so many days after the last one ended, or fewer, belongs to the same spell. */
export const CHAINING_DAYS = 5;

type Referral = { received: FactOf<'referral-received'>; end: Finding | null };

/** Referrals of one child to one provider that make one wait. */
export type Spell = {
  referrals: readonly [Referral, ...Referral[]];
  start: Finding;
  /** Null while any of its referrals is open. */
  end: Finding | null;
  scope: readonly Finding[];
};

const endWords = {
  discharged: 'The child was discharged',
  rejected: 'The referral was not taken on',
  'referral-closed': 'The referral was closed',
  died: 'The child died',
} as const;

/**
 * The end of a referral: its discharge; without one, its rejection; without one, its closure. A death ends it where
 * none of these was recorded.
 */
function endOf(received: FactOf<'referral-received'>, { facts }: Story): Finding | null {
  const later = facts.filter(({ on }) => on >= received.on);
  const own = later.filter(({ referralId }) => referralId === received.referralId);
  const fact =
    factsOf(own, 'discharged')[0] ??
    factsOf(own, 'rejected')[0] ??
    factsOf(own, 'referral-closed')[0] ??
    factsOf(later, 'died')[0];
  if (fact === undefined) return null;
  const says = endWords[fact.type];
  return { rule: 'cyp4w-referral-end', source: SOURCE, says, facts: [fact.factId], on: fact.on };
}

function spellOf(referrals: Spell['referrals']): Spell {
  const [first] = referrals;
  const ends = referrals.map(({ end }) => end);
  const words =
    referrals.length === 1
      ? 'The referral was received'
      : `The earliest of ${referrals.length} referrals to this provider was received; each of the others began before the last had ended, or within ${CHAINING_DAYS} days`;
  return {
    referrals,
    start: {
      rule: 'cyp4w-spell-start',
      source: SOURCE,
      says: words,
      facts: referrals.flatMap(({ received, end }) => [received.factId, ...(end?.facts ?? [])]),
      on: first.received.on,
    },
    end: ends.reduce<Finding | null>(
      (last, end) => (last === null || end === null ? null : end.on > last.on ? end : last),
      first.end,
    ),
    scope: referrals.map(({ received }) => inScope(received)),
  };
}

/** Whether a referral received on a day belongs with those before it. An open one reaches to the day asked about. */
function joins(before: readonly Referral[], receivedOn: CalendarDate, asOf: CalendarDate): boolean {
  return before.some(({ end }) => daysBetween(end?.on ?? asOf, receivedOn) <= CHAINING_DAYS);
}

/** The spells of the child that are in scope, the earliest first. MHSDS referral spells: same person, same provider. */
export function spellsOf(story: Story): readonly Spell[] {
  const seen = new Set<string>();
  const chains: [Referral, ...Referral[]][] = [];
  for (const received of factsOf(story.facts, 'referral-received')) {
    if (seen.has(received.referralId)) continue;
    seen.add(received.referralId);
    if (whyNotFourWeek(received) !== null) continue;
    const referral = { received, end: endOf(received, story) };
    const chain = chains.findLast(([first]) => first.received.provider === received.provider);
    if (chain !== undefined && joins(chain, received.on, story.asOf)) chain.push(referral);
    else chains.push([referral]);
  }
  return chains.map(spellOf);
}

/** The facts of the spell's referrals that happened within it. */
export function factsWithin(spell: Spell, { facts, asOf }: Story): readonly Fact[] {
  const ids = new Set(spell.referrals.map(({ received }) => received.referralId));
  const last = spell.end?.on ?? asOf;
  return facts.filter(({ referralId, on }) => ids.has(referralId) && on >= spell.start.on && on <= last);
}
