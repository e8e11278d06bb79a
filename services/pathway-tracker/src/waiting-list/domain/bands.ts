import { dayNumber, calendarDate, plainDate, type CalendarDate } from '@waymark/care-types';

/**
 * Where waits are parted by their age: 4, 13, 18, 26, 52, 65, 78 and 104 weeks, in days; a wait of exactly so many days
 * is within.
 */
export const waitBounds = [28, 91, 126, 182, 364, 455, 546, 728];

const weeks = waitBounds.map((days) => days / 7);
const longest = weeks.at(-1) ?? 0;

/** The bands of days waited, by their weeks, and each in words. */
export const waitBands: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    weeks.map((to, at): [string, string] => {
      const from = weeks[at - 1];
      return from === undefined
        ? [`0-${to}`, `Up to ${to} weeks`]
        : [`${from}-${to}`, `${from} to ${to} weeks`];
    }),
  ),
  [`${longest}-plus`]: `More than ${longest} weeks`,
};
const bandIds = Object.keys(waitBands);

/** The band of a wait of so many days. */
export function waitBandOf(days: number): string {
  const at = waitBounds.findIndex((bound) => days <= bound);
  return bandIds.at(at) ?? '';
}

/** The ages at which help, school and services change, each band from its age on. */
const ageBounds = [
  { from: 18, id: '18-plus', words: '18 and over' },
  { from: 16, id: '16-17', words: '16 and 17' },
  { from: 11, id: '11-15', words: '11 to 15' },
  { from: 5, id: '5-10', words: '5 to 10' },
  { from: -Infinity, id: '0-4', words: 'Under 5' },
];

/** The bands of age, the youngest first, and each in words. */
export const ageBands: Readonly<Record<string, string>> = Object.fromEntries(
  ageBounds.toReversed().map(({ id, words }) => [id, words]),
);

/** The band of age on a date, by the day of birth. A person born on 29 February ages on 1 March. */
export function ageBandOn(date: CalendarDate): (born: number) => string {
  const bornBy = ageBounds.map(({ from, id }) => ({ id, latest: latestBirth(date, from) }));
  return (born) => bornBy.find(({ latest }) => born <= latest)?.id ?? '';
}

/** The last day of birth of those who are so old on a date. */
function latestBirth(date: CalendarDate, years: number): number {
  if (years === -Infinity) return Infinity;
  return dayNumber(calendarDate(plainDate(date).subtract({ years }).toString()));
}
