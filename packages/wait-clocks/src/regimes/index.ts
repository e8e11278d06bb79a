import { z } from 'zod';
import type { Regime } from '../regime.ts';
import { adhdAge } from './adhd.ts';
import { adultFourWeek } from './adult-four-week.ts';
import { autism13Weeks, autismNice } from './autism.ts';
import { communityPaediatrics } from './community-paediatrics.ts';
import { crisisEmergency, crisisUrgent, crisisVeryUrgent, liaison } from './crisis.ts';
import { cypFourWeek } from './cyp-four-week.ts';
import { earlyPsychosis } from './early-psychosis.ts';
import { eatingDisorderRoutine, eatingDisorderUrgent } from './eating-disorder.ts';
import { ehcAdvice } from './ehc-advice.ts';
import { localRtt18Weeks, rtt18Weeks } from './eighteen-weeks.ts';

/** The regimes that Waymark knows, in the order in which their clocks are given: the one place where a regime is named. */
const registered = [
  cypFourWeek,
  localRtt18Weeks,
  rtt18Weeks,
  adultFourWeek,
  autism13Weeks,
  autismNice,
  adhdAge,
  communityPaediatrics,
  eatingDisorderUrgent,
  eatingDisorderRoutine,
  earlyPsychosis,
  crisisEmergency,
  crisisVeryUrgent,
  crisisUrgent,
  liaison,
  ehcAdvice,
] as const;

export type RegimeId = (typeof registered)[number]['id'];
export const RegimeId = z.enum(registered.map(({ id }) => id) as [RegimeId, ...RegimeId[]]);

/** A regime that Waymark knows. */
export type KnownRegime = Regime<RegimeId>;
export const allRegimes: readonly KnownRegime[] = registered;

/** The same by id. */
export const regimes = Object.fromEntries(allRegimes.map((regime) => [regime.id, regime])) as Readonly<
  Record<RegimeId, KnownRegime>
>;
