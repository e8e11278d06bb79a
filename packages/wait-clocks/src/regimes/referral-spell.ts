import { daysBetween, type CalendarDate } from '@waymark/care-types';
import type { Evidence } from '../clock.ts';
import type { Fact, ReferralReceived } from '../fact.ts';
import type { Finding, Wait } from '../regime.ts';
import type { Referral, Story } from '../story.ts';
import { endFinding, endOf } from './referral-end.ts';
import { withoutSeeing } from './seen.ts';

const SOURCE =
  'NHS England, implementation of referral spells; Mental Health Monthly Statistics, 4w_waits_prep';

/** A referral that starts so many days after the last one ended, or fewer, belongs to the same spell. */
export const chainingDays = 5;

type Chained = Referral & { end: Finding | null };

/** Referrals of one person to one provider that make one wait. */
export type Spell = {
  referrals: readonly [Chained, ...Chained[]];
  start: CalendarDate;
  /** Null while any of its referrals is open. */
  end: Finding | null;
};

/** Whether a referral received on a day belongs with those before it. An open one reaches to the day asked about. */
function joins(before: readonly Chained[], receivedOn: CalendarDate, asOf: CalendarDate): boolean {
  return before.some(({ end }) => daysBetween(end?.on ?? asOf, receivedOn) <= chainingDays);
}

/** The spells of the referrals that are in scope, the earliest first. MHSDS referral spells: same person, same provider. */
export function spellsOf(
  story: Story,
  inScope: (received: ReferralReceived) => boolean,
  prefix: string,
): readonly Spell[] {
  const chains: [Chained, ...Chained[]][] = [];
  for (const referral of story.referrals) {
    const { received } = referral;
    if (!inScope(received)) continue;
    const end = endOf(referral, story);
    const chained: Chained = {
      ...referral,
      end: end === undefined ? null : endFinding(end, `${prefix}-referral-end`, SOURCE),
    };
    const chain = chains.findLast(([first]) => first.received.provider === received.provider);
    if (chain !== undefined && joins(chain, received.on, story.asOf)) chain.push(chained);
    else chains.push([chained]);
  }
  return chains.map((referrals) => ({ referrals, start: referrals[0].received.on, end: lastEnd(referrals) }));
}

function lastEnd(referrals: Spell['referrals']): Finding | null {
  let last: Finding | null = null;
  for (const { end } of referrals) {
    if (end === null) return null;
    if (last === null || end.on > last.on) last = end;
  }
  return last;
}

function startOf({ referrals, start }: Spell, prefix: string): Finding {
  const words =
    referrals.length === 1
      ? 'The referral was received'
      : `The earliest of ${referrals.length} referrals to this provider was received; each of the others began before the last had ended, or within ${chainingDays} days`;
  return {
    rule: `${prefix}-spell-start`,
    source: SOURCE,
    says: words,
    facts:
      referrals.length === 1
        ? [referrals[0].received.factId]
        : referrals.flatMap(({ received, end }) => [received.factId, ...(end?.facts ?? [])]),
    on: start,
  };
}

/** The facts of the spell's referrals that happened within it. */
function factsWithin({ referrals, start, end }: Spell, { asOf }: Story): readonly Fact[] {
  const last = end?.on ?? asOf;
  if (referrals.length === 1) return referrals[0].facts.filter(({ on }) => on >= start && on <= last);
  return referrals.flatMap(({ facts }) => facts).filter(({ on }) => on >= start && on <= last);
}

/** One thing that a spell must have: the first time it was there, or what is missing in words. */
export type Part = { find(facts: readonly Fact[], start: CalendarDate): Finding | null; wants: string };

/** The words of a regime over spells. */
export type SpellRules = { prefix: string; source: string; scope: string; all: string };

/** The wait of a spell: it stops on the latest of the first dates of its parts, and not at all while one is missing. */
export function spellWait(
  spell: Spell,
  story: Story,
  parts: readonly Part[],
  { prefix, source, scope, all }: SpellRules,
): Wait {
  const facts = factsWithin(spell, story);
  const evidence: Evidence[] = spell.referrals.map(({ received }) => ({
    rule: `${prefix}-scope`,
    source,
    says: scope,
    facts: [received.factId],
    on: received.on,
  }));
  evidence.push(startOf(spell, prefix));
  const stillNeeded: string[] = [];
  let latest: Finding | null = null;
  const used: string[] = [];
  for (const part of parts) {
    const found = part.find(facts, spell.start);
    if (found === null) {
      stillNeeded.push(part.wants);
      continue;
    }
    evidence.push(found);
    used.push(...found.facts);
    if (latest === null || found.on > latest.on) latest = found;
  }
  const wait = {
    referralIds: spell.referrals.map(({ received }) => received.referralId) as [string, ...string[]],
    period: 1,
    start: spell.start,
    settings: {},
    evidence,
  };
  const missed = withoutSeeing(facts, spell.start, story.asOf);
  if (missed.length > 0)
    evidence.push({
      rule: `${prefix}-missed-or-cancelled`,
      source,
      says: 'An appointment that was cancelled, or to which the child was not brought, changes nothing',
      facts: missed,
    });
  if (stillNeeded.length === 0 && latest !== null) {
    evidence.push({ rule: `${prefix}-stop`, source, says: all, facts: used, on: latest.on });
    return { ...wait, stop: latest.on, state: 'stopped', stillNeeded: [] };
  }
  const { end } = spell;
  if (end === null) return { ...wait, stop: null, state: 'running', stillNeeded };
  evidence.push(end);
  if (story.died === undefined && daysBetween(end.on, story.asOf) <= chainingDays) {
    evidence.push({
      rule: `${prefix}-ended-lately`,
      source,
      says: `The referral ended, but a new one within ${chainingDays} days would carry this wait on: it still counts as open`,
      facts: end.facts,
    });
    return { ...wait, stop: null, state: 'running', stillNeeded };
  }
  return { ...wait, stop: end.on, state: 'ended', stillNeeded: [] };
}
