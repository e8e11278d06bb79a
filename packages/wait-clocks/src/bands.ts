/** The group in which a wait of so many days is reported. */
export type Bands = (days: number) => string;

/** The weekly bands of referral to treatment: `0-1` is 0 to 7 days, `1-2` 8 to 14, `104+` 729 and more. RTT guidance §10. */
export const weeklyBands: Bands = (days) => weekly[days] ?? '104+';

const lastBanded = 728;
const weekly: readonly string[] = Array.from({ length: lastBanded + 1 }, (_, days) => {
  const week = Math.max(1, Math.ceil(days / 7));
  return `${week - 1}-${week}`;
});

/** Bands by the last day of each; beyond them the last name. */
export function bandsUpTo(
  upTo: readonly (readonly [lastDay: number, band: string])[],
  beyond: string,
): Bands {
  return (days) => upTo.find(([last]) => days <= last)?.[1] ?? beyond;
}
