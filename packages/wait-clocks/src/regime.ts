import type { CalendarDate, Moment } from '@waymark/care-types';
import { z } from 'zod';
import type { Bands } from './bands.ts';
import type { CaseHistory, Referral } from './case-history.ts';
import type { Evidence } from './evidence.ts';
import type { Fact, ReferralReceived } from './fact.ts';
import type { RttStatus } from './rtt-status.ts';
import type { Settings } from './settings.ts';

/** How a wait stands: docs/specs/clocks.md §0. */
export const WaitState = z.enum(['running', 'stopped', 'nullified', 'ended']);
export type WaitState = z.infer<typeof WaitState>;

/** What a regime finds in the facts: one wait, before days and limits are worked out. */
export type Wait = {
  referralIds: [string, ...string[]];
  period: number;
  start: CalendarDate;
  stop: CalendarDate | null;
  state: WaitState;
  evidence: Evidence[];
  settings: Partial<Settings>;
  /** The status of referral to treatment that the wait has now. */
  code?: RttStatus | undefined;
  /** Where this wait has another limit than its regime, in days. */
  limitDays?: number;
  /** Whether it is counted among those still waiting in the month asked about, where that hangs on a record in the month. */
  counted?: boolean;
  /** Where the limit is in hours. */
  between?: { from: Moment; to: Moment | null };
};

/** The longest wait that is within: so many days after the start, the same day some months later, or minutes. */
export type Limit = { days: number } | { months: number } | { minutes: number } | null;

/** What has to happen before a clock stops: a code to filter by, the same in a few words, and in full. */
export type StillNeeded = { readonly code: string; readonly short: string; readonly says: string };

/** A thing that a regime needs before its clock stops. */
export type Need = {
  readonly needed: StillNeeded;
  /** The rule that finds it. Where it is absent, the clock stops as soon as it is there. */
  readonly metBy?: string;
  /** It is not needed where that rule was met before that day. */
  readonly unlessBefore?: { readonly rule: string; readonly day: CalendarDate };
};

/**
 * A standard or a local promise: which referrals it holds for and from when, its limit, where it is written, and how to
 * find its waits. All that other code knows of a regime, its id and its words among them, follows from this.
 */
export type Regime<Id extends string = string> = {
  id: Id;
  title: string;
  /** What its clock is called where there is little room. */
  shortTitle: string;
  limit: Limit;
  bands: ((settings: Settings) => Bands) | null;
  holds: { from: CalendarDate | null; until: CalendarDate | null };
  /** Whether it holds for a referral, from what the referral says: docs/specs/clocks.md §0.1. Several may hold at once. */
  appliesTo: (received: ReferralReceived) => boolean;
  /** Where it may hold without any referral: whether these facts hold anything for it. */
  holdsWithout?: (history: CaseHistory) => boolean;
  source: string;
  /** Its section in docs/specs/clocks.md. */
  section: string;
  needs: readonly [Need, ...Need[]];
  /** Its waits; `inScope` are the referrals for which it holds, in their order. */
  waits(history: CaseHistory, settings: Settings, inScope: readonly Referral[]): readonly Wait[];
  /** Where it counts in hours: the facts of a referral whose time of day then decides. */
  timedFacts?: (referral: Referral) => readonly Fact[];
};

/** A regime whose type knows its id, so that the union of all ids follows from the regimes. */
export function defineRegime<const Id extends string>(regime: Regime<Id>): Regime<Id> {
  return regime;
}

/** Of what a regime needs, what the evidence of a running clock does not show yet. */
export function unmetNeeds(
  { needs }: Pick<Regime, 'needs'>,
  { evidence }: Pick<Wait, 'evidence'>,
): StillNeeded[] {
  const unmet: StillNeeded[] = [];
  for (const { needed, metBy, unlessBefore } of needs)
    if (
      (metBy === undefined || !shows(evidence, metBy)) &&
      (unlessBefore === undefined || !wasMetBefore(evidence, unlessBefore))
    )
      unmet.push(needed);
  return unmet;
}

function wasMetBefore(
  evidence: readonly Evidence[],
  { rule: wanted, day }: NonNullable<Need['unlessBefore']>,
): boolean {
  return evidence.some(({ rule, on }) => rule === wanted && on !== undefined && on < day);
}

function shows(evidence: readonly Evidence[], wanted: string): boolean {
  for (const { rule } of evidence) if (rule === wanted) return true;
  return false;
}
