import type { Postcode } from '@waymark/care-types';
import { readTable } from '../../shared/open-data/read-table.ts';

/**
 * The deprivation decile (English Indices of Deprivation 2019, 1 the most deprived tenth) of the small area in which
 * a postcode lies; null for a postcode that the table does not have.
 */
export function readDeprivation(): (postcode: Postcode) => number | null {
  const deciles = new Map(
    readTable('small-areas.csv', ['lsoa', 'imd2019_decile']).map(({ lsoa, imd2019_decile }) => [
      lsoa,
      Number(imd2019_decile),
    ]),
  );
  const areas = new Map(
    readTable('postcodes.csv', ['postcode', 'lsoa']).map(({ postcode, lsoa }) => [postcode, lsoa]),
  );
  return (postcode) => deciles.get(areas.get(postcode) ?? '') ?? null;
}
