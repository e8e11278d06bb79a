import { firstOf } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { Finding } from '../regime.ts';
import type { Referral, Story } from '../story.ts';

const words = {
  discharged: 'The child was discharged',
  rejected: 'The referral was not taken on',
  'referral-closed': 'The referral was closed',
  died: 'The child died',
} as const;

export type End = FactOf<keyof typeof words>;

/**
 * The fact that ended a referral: its discharge; without one, its rejection; without one, its closure. A death ends it
 * where none of these was recorded. Ends dated before the referral was received do not count.
 */
export function endOf({ received, facts }: Referral, { died }: Pick<Story, 'died'>): End | undefined {
  const later =
    facts.length > 0 && isBefore(facts[0], received.on) ? facts.filter(({ on }) => on >= received.on) : facts;
  const end = firstOf(later, 'discharged') ?? firstOf(later, 'rejected') ?? firstOf(later, 'referral-closed');
  return end ?? (died !== undefined && died.on >= received.on ? died : undefined);
}

const isBefore = (fact: Fact | undefined, day: string): boolean => fact !== undefined && fact.on < day;

/** An end as a rule's answer. */
export function endFinding(end: End, rule: string, source: string): Finding {
  return { rule, source, says: words[end.type], facts: [end.factId], on: end.on };
}
