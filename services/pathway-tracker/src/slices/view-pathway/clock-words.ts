import type { RegimeId } from '@waymark/wait-clocks';

/** What a clock is called where there is little room. */
export const shortTitles: Readonly<Record<RegimeId, string>> = {
  'cyp-4-week': 'Four weeks',
  'local-18-weeks': 'Local 18 weeks',
};
