import { regimes, type RegimeId } from '@waymark/wait-clocks';

/** What a clock is called where there is little room. */
export const shortTitles = Object.fromEntries(
  Object.values(regimes).map(({ id, shortTitle }) => [id, shortTitle]),
) as Readonly<Record<RegimeId, string>>;
