import type { CalendarDate } from '@waymark/care-types';
import { daysOn, dueOf, standingOn } from './clock-state.ts';
import type { ClockState } from './clock-state.ts';
import { cypFourWeek } from './four-week.ts';
import { localRtt18Weeks } from './eighteen-weeks.ts';
import type { Fact } from './fact.ts';
import { defaultSettings } from './regime.ts';
import type { Regime, Settings, Story, Wait } from './regime.ts';

/** The regimes that Waymark knows. */
export const regimes = { cypFourWeek, localRtt18Weeks } as const;

/** Within one day things happen in this order; a referral that takes up an earlier one comes after what ended that one. */
const WITHIN_A_DAY: Record<Fact['type'], number> = {
  'referral-received': 0,
  contact: 1,
  'outcome-measure': 2,
  'care-plan-agreed': 2,
  intervention: 2,
  rebooked: 3,
  'decision-to-treat': 4,
  'treatment-started': 5,
  'active-monitoring': 6,
  'treatment-declined': 7,
  'decision-not-to-treat': 8,
  discharged: 9,
  rejected: 9,
  'referral-closed': 9,
  died: 11,
};

function placeInDay(fact: Fact): string {
  const continuing = fact.type === 'referral-received' && fact.continues !== undefined;
  const place = continuing ? 10 : WITHIN_A_DAY[fact.type];
  const seenFirst = fact.type === 'contact' && fact.attendance !== '5' && fact.attendance !== '6' ? 1 : 0;
  return `${String(place).padStart(2, '0')}.${seenFirst}`;
}

const before = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What was known of the person at the end of the day: each fact once, in the order in which things happened. */
function storyAt(facts: readonly Fact[], asOf: CalendarDate): Story {
  const once = [...new Map(facts.map((fact) => [fact.factId, fact])).values()];
  return {
    asOf,
    facts: once
      .filter(({ on }) => on <= asOf)
      .toSorted(
        (one, other) =>
          before(one.on, other.on) ||
          before(placeInDay(one), placeInDay(other)) ||
          before(one.factId, other.factId),
      ),
  };
}

function clockOf(regime: Regime, wait: Wait, asOf: CalendarDate): ClockState {
  const { id, title, limitDays } = regime;
  const { start, stop, state } = wait;
  return {
    regime: id,
    title,
    referralId: wait.referralIds[0],
    referralIds: [...wait.referralIds],
    period: wait.period,
    start,
    stop,
    state,
    days: daysOn({ start, stop }, asOf),
    limitDays,
    due: dueOf(start, limitDays),
    standing: standingOn({ start, stop, state, limitDays }, asOf),
    evidence: wait.evidence.map((found) => ({ ...found, facts: [...new Set(found.facts)] })),
    stillNeeded: [...wait.stillNeeded],
    settings: { ...wait.settings },
  };
}

const holdsFrom = ({ holds }: Regime, { start }: Wait): boolean =>
  (holds.from === null || holds.from <= start) && (holds.until === null || start <= holds.until);

/**
 * Every clock of one person, as it stood at the end of a day, from all the facts known about that person: always the
 * full list, never a change to an earlier answer, so that a late, corrected or withdrawn fact gives the right answer.
 * The order of the facts does not matter; facts of later days are left out; a fact given twice counts once.
 * By regime in the order given, then by start.
 */
export function clocksOf(
  facts: readonly Fact[],
  asOf: CalendarDate,
  under: readonly Regime[],
  settings: Settings = defaultSettings,
): ClockState[] {
  const story = storyAt(facts, asOf);
  return under.flatMap((regime) =>
    regime
      .waits(story, settings)
      .filter((wait) => holdsFrom(regime, wait))
      .map((wait) => clockOf(regime, wait, asOf))
      .toSorted(
        (one, other) =>
          before(one.start, other.start) ||
          before(one.referralId, other.referralId) ||
          one.period - other.period,
      ),
  );
}
