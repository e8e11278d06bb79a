function checked(p: number): number {
  if (!(p >= 0 && p <= 1))
    throw new RangeError('A percentile is asked for as a share from 0 to 1, such as 0.9');
  return p;
}

/**
 * The percentile of single waits, by linear interpolation at rank p·(n − 1), known as type 7: the definition of the
 * MHSDS measures (median and 90th). `p` is a share from 0 to 1; the answer has the unit of the values, in any order.
 * Null where there are no values. Throws RangeError for another `p` or a value that is not a finite number.
 */
export function percentileType7(values: readonly number[], p: number): number | null {
  const share = checked(p);
  if (!values.every(Number.isFinite))
    throw new RangeError('A percentile needs values that are finite numbers');
  const sorted = Float64Array.from(values).sort();
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** How many waits lie in a band: more than `lower` weeks up to `upper`, or without end where `upper` is null. */
export type Band = { readonly lower: number; readonly upper: number | null; readonly count: number };

/** Shares such as 0.92 are not exact in binary; a count that is reached but for this much is reached. */
const ROUNDING = 1e-9;

/**
 * The percentile of waits known only by weekly bands, in weeks, as in RTT statistics (median and 92nd): the point
 * within the band at which the share is reached, as if its waits lay evenly. An estimate. Bands stand in ascending
 * order. Where it falls in the open band at the top it is only known to be greater than that band's lower edge. Null
 * where nobody waits. Throws RangeError for a share outside 0 to 1 or a count below 0.
 */
export function bandPercentile(bands: readonly Band[], p: number): number | { greaterThan: number } | null {
  if (bands.some(({ count }) => !(count >= 0)))
    throw new RangeError('A band cannot hold fewer than no waits');
  const wanted = checked(p) * bands.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  for (const { lower, upper, count } of bands) {
    if (count > 0 && before + count + ROUNDING >= wanted) {
      if (upper === null) return { greaterThan: lower };
      return lower + (Math.min(wanted - before, count) / count) * (upper - lower);
    }
    before += count;
  }
  return null;
}
