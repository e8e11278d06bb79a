import { daysBetween, type CalendarDate } from '@waymark/care-types';
import type { Evidence, Finding } from '../evidence.ts';
import type { Fact } from '../fact.ts';
import type { Need, Wait } from '../regime.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { endFinding } from './referral-end.ts';
import { withoutSeeing } from './seen.ts';

const SOURCE =
  'NHS England, implementation of referral spells; Mental Health Monthly Statistics, 4w_waits_prep';

/** A referral that starts so many days after the last one ended, or fewer, belongs to the same spell. */
export const chainingDays = 5;

type Chained = Omit<Referral, 'end'> & { end: Finding | null };

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
  history: CaseHistory,
  inScope: readonly Referral[],
  { rules }: SpellRules,
): readonly Spell[] {
  const chains: [Chained, ...Chained[]][] = [];
  for (const { received, facts, contacts, end } of inScope) {
    const chained: Chained = {
      received,
      facts,
      contacts,
      end: end === undefined ? null : endFinding(end, rules.end, SOURCE),
    };
    const chain = chains.findLast(([first]) => first.received.provider === received.provider);
    if (chain !== undefined && joins(chain, received.on, history.asOf)) chain.push(chained);
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

function startOf({ referrals, start }: Spell, rule: string): Finding {
  const words =
    referrals.length === 1
      ? 'The referral was received'
      : `The earliest of ${referrals.length} referrals to this provider was received; each of the others began before the last had ended, or within ${chainingDays} days`;
  return {
    rule,
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
function factsWithin({ referrals }: Spell, { start, last }: SpellSpan): readonly Fact[] {
  const isWithin = ({ on }: Fact) => on >= start && on <= last;
  if (referrals.length > 1) return referrals.flatMap(({ facts }) => facts.filter(isWithin));
  // They stand in the order of time: where the outer ones are within, all are.
  const [{ facts }] = referrals;
  const [first, final] = [facts[0], facts.at(-1)];
  return (first === undefined || isWithin(first)) && (final === undefined || isWithin(final))
    ? facts
    : facts.filter(isWithin);
}

function spanOf({ referrals, start, end }: Spell, history: CaseHistory): SpellSpan {
  const { provider } = referrals[0].received;
  return {
    start,
    last: end?.on ?? history.asOf,
    ofProvider:
      history.referrals.length === 1
        ? history.referrals
        : history.referrals.filter(({ received }) => received.provider === provider),
  };
}

/** The first time that a part was there, if it was. */
export function firstOf(part: Part, spell: Spell, history: CaseHistory): Finding | null {
  const span = spanOf(spell, history);
  return part.find(factsWithin(spell, span), span);
}

/** One thing that a spell must have, and the first time that it was there. */
export type Part = Need & {
  metBy: string;
  /** From the facts that happened within the spell; a plan that was changed later also from the others. */
  find(facts: readonly Fact[], span: SpellSpan): Finding | null;
};

/**
 * The days of a spell, up to the day asked about, and the facts of the person's referrals to the provider from any day: a
 * plan is the person's, and belongs to no referral (MHMS, 4w_waits_prep).
 */
export type SpellSpan = {
  start: CalendarDate;
  last: CalendarDate;
  ofProvider: readonly { facts: readonly Fact[] }[];
};

/** The words of a regime over spells. */
type SpellWords = { prefix: string; source: string; scope: string; all: string };
export type SpellRules = SpellWords & {
  rules: Record<'scope' | 'start' | 'end' | 'missed' | 'stop' | 'endedLately', string>;
};

/** The words of a regime, with the names of its rules. */
export function spellRules(words: SpellWords): SpellRules {
  const { prefix } = words;
  return {
    ...words,
    rules: {
      scope: `${prefix}-scope`,
      start: `${prefix}-spell-start`,
      end: `${prefix}-referral-end`,
      missed: `${prefix}-missed-or-cancelled`,
      stop: `${prefix}-stop`,
      endedLately: `${prefix}-ended-lately`,
    },
  };
}

/** The wait of a spell: it stops on the latest of the first dates of its parts, and not at all while one is missing. */
export function spellWait(
  spell: Spell,
  history: CaseHistory,
  parts: readonly Part[],
  { source, scope, all, rules }: SpellRules,
): Wait {
  const span = spanOf(spell, history);
  const facts = factsWithin(spell, span);
  const evidence: Evidence[] = spell.referrals.map(({ received }) => ({
    rule: rules.scope,
    source,
    says: scope,
    facts: [received.factId],
    on: received.on,
  }));
  evidence.push(startOf(spell, rules.start));
  let isComplete = true;
  let latest: Finding | null = null;
  const used: string[] = [];
  for (const part of parts) {
    const found = part.find(facts, span);
    if (found === null) {
      isComplete = false;
      continue;
    }
    evidence.push(found);
    used.push(...found.facts);
    if (latest === null || found.on > latest.on) latest = found;
  }
  const missed: string[] = [];
  for (const { contacts } of spell.referrals)
    missed.push(...(withoutSeeing(contacts, span.start, span.last) ?? []));
  if (missed.length > 0)
    evidence.push({
      rule: rules.missed,
      source,
      says: 'An appointment that was cancelled, or to which the child was not brought, changes nothing',
      facts: missed,
    });
  const become = (state: Wait['state'], stop: CalendarDate | null): Wait => ({
    referralIds: spell.referrals.map(({ received }) => received.referralId) as [string, ...string[]],
    period: 1,
    start: spell.start,
    stop,
    state,
    evidence,
    settings: {},
  });
  if (isComplete && latest !== null) {
    evidence.push({ rule: rules.stop, source, says: all, facts: used, on: latest.on });
    return become('stopped', latest.on);
  }
  const { end } = spell;
  if (end === null) return become('running', null);
  evidence.push(end);
  if (history.died === undefined && daysBetween(end.on, history.asOf) <= chainingDays) {
    evidence.push({
      rule: rules.endedLately,
      source,
      says: `The referral ended, but a new one within ${chainingDays} days would carry this wait on: it still counts as open`,
      facts: end.facts,
    });
    return become('running', null);
  }
  return become('ended', end.on);
}
