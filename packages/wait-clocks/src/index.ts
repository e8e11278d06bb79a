export * from './fact.ts';
export * from './clock-state.ts';
export { defaultSettings, Settings } from './regime.ts';
export type { Regime } from './regime.ts';
export { clocksOf, regimes } from './clocks-of.ts';
export { cypFourWeek } from './four-week.ts';
export { whyNotFourWeek } from './four-week-scope.ts';
export { localRtt18Weeks } from './eighteen-weeks.ts';
