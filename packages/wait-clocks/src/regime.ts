import type { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import type { ClockState, Evidence, RegimeId } from './clock-state.ts';
import type { Fact, FactOf, FactType } from './fact.ts';

/** What the sources leave open, each with the reading that Waymark takes unless a place decides otherwise. */
export const Settings = z.strictObject({
  /** The guidance names both dates for a discharge after a later appointment to which the child was not brought. */
  'discharge-after-missed-appointment': z
    .enum(['day-communicated', 'day-of-appointment'])
    .default('day-communicated'),
});
export type Settings = z.infer<typeof Settings>;
export const defaultSettings: Settings = Settings.parse({});

/** A rule's answer that has a date. */
export type Finding = Evidence & { on: CalendarDate };

/** What a regime finds in the facts: one wait, before days and limits are reckoned. */
export type Wait = {
  referralIds: readonly [string, ...string[]];
  period: number;
  start: CalendarDate;
  stop: CalendarDate | null;
  state: ClockState['state'];
  evidence: readonly Evidence[];
  stillNeeded: readonly string[];
  settings: Partial<Settings>;
};

/** The facts of one person as they stood at the end of a day, in the order in which they happened. */
export type Story = { facts: readonly Fact[]; asOf: CalendarDate };

/** A standard or a local promise: from when it holds, its limit, where it is written, and how to find its waits. */
export type Regime = {
  id: RegimeId;
  title: string;
  limitDays: number | null;
  holds: { from: CalendarDate | null; until: CalendarDate | null };
  source: string;
  waits(story: Story, settings: Settings): readonly Wait[];
};

/** The facts of one kind, in their order. */
export function factsOf<Type extends FactType>(facts: readonly Fact[], type: Type): readonly FactOf<Type>[] {
  return facts.filter((fact): fact is FactOf<Type> => fact.type === type);
}
