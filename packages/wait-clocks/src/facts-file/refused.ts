/** A file that is not worked out at all; its message says why and what to do. */
export class Refused extends Error {
  override name = 'Refused';
}

/** How much a file may hold: what is read in minutes, and in the memory that Node takes by itself. */
export const usualLimits = {
  /** Of the file, in bytes. */
  bytes: 1_000_000_000,
  people: 500_000,
  facts: 3_000_000,
  /** Of one person; more are those of a test system, or of several people under one id. */
  factsOfOne: 10_000,
  /** Of a row of a table, in bytes. */
  row: 100_000,
  /** Of one person in JSON, in bytes. */
  person: 5_000_000,
};
export type Limits = typeof usualLimits;

const inEnglish = new Intl.NumberFormat('en-GB');
export const number = (value: number): string => inEnglish.format(value);

/** "1 row", "12 rows". */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;
