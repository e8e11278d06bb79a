import type { CalendarDate, Moment } from '@waymark/care-types';
import type { Bands } from './bands.ts';
import type { ClockState, Evidence, RegimeId, RttStatus } from './clock.ts';
import type { Settings } from './settings.ts';
import type { CaseHistory } from './case-history.ts';

/** A rule's answer that has a date. */
export type Finding = Evidence & { on: CalendarDate };

/** What a regime finds in the facts: one wait, before days and limits are worked out. */
export type Wait = {
  referralIds: [string, ...string[]];
  period: number;
  start: CalendarDate;
  stop: CalendarDate | null;
  state: ClockState['state'];
  evidence: Evidence[];
  stillNeeded: readonly string[];
  settings: Partial<Settings>;
  /** The status of referral to treatment that the wait has now. */
  code?: RttStatus | undefined;
  /** Where this wait has another limit than its regime, in days. */
  limitDays?: number;
  /** Where the limit is in hours. */
  between?: { from: Moment; to: Moment | null };
};

/** The longest wait that is within: so many days after the start, the same day some months later, or minutes. */
export type Limit = { days: number } | { months: number } | { minutes: number } | null;

/** A standard or a local promise: from when it holds, its limit, where it is written, and how to find its waits. */
export type Regime = {
  id: RegimeId;
  title: string;
  limit: Limit;
  bands: ((settings: Settings) => Bands) | null;
  holds: { from: CalendarDate | null; until: CalendarDate | null };
  source: string;
  /** Its section in docs/specs/clocks.md. */
  section: string;
  waits(history: CaseHistory, settings: Settings): readonly Wait[];
};
