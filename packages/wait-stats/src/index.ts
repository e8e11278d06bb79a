export { bandPercentile, percentileType7 } from './percentile.ts';
export type { Band } from './percentile.ts';
export { rttBandOf, rttBands } from './rtt-bands.ts';
export type { RttBand } from './rtt-bands.ts';
