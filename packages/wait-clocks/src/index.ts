export * from './fact.ts';
export * from './clock-state.ts';
export { defaultSettings, Settings } from './regime.ts';
export type { Regime } from './regime.ts';
