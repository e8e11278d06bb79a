/** A weekly band of RTT statistics: days from `firstDay` to `lastDay`, both within; weeks as its edges are named. */
export type RttBand = {
  readonly label: string;
  readonly lower: number;
  readonly upper: number | null;
  readonly firstDay: number;
  readonly lastDay: number | null;
};

const WEEKS = 104;

/**
 * The 105 bands: 0–1 (days 0 to 7, eight days), then one for each week up to 103–104 (days 722 to 728), then 104+.
 * NHS England, Recording and reporting RTT waiting times, v5.0, §10.1.7.
 */
export const rttBands: readonly RttBand[] = [
  ...Array.from({ length: WEEKS }, (_, week) => ({
    label: `${week}-${week + 1}`,
    lower: week,
    upper: week + 1,
    firstDay: week === 0 ? 0 : week * 7 + 1,
    lastDay: (week + 1) * 7,
  })),
  { label: `${WEEKS}+`, lower: WEEKS, upper: null, firstDay: WEEKS * 7 + 1, lastDay: null },
];

/** The band of a wait in whole days. Throws RangeError for a number that is negative or not whole. */
export function rttBandOf(days: number): RttBand {
  const place = days <= 7 ? 0 : Math.min(Math.ceil(days / 7) - 1, WEEKS);
  const band = Number.isInteger(days) && days >= 0 ? rttBands[place] : undefined;
  if (band === undefined) throw new RangeError('A wait is a whole number of days, 0 or more');
  return band;
}
