import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'services', 'referral-intake', 'data');

export type School = { urn: string; type: string; outward: string };
export type Practice = { code: string; outward: string };

/** Real places of County Durham. `homes` holds the postcodes of each deprivation decile, the most deprived tenth first. */
export type Places = {
  homes: readonly (readonly string[])[];
  schools: readonly School[];
  practices: readonly Practice[];
};

/** The open data that referral-intake ships. */
export function readPlaces(): Places {
  const deciles = new Map(
    rowsOf('small-areas.csv').map((row) => [row['lsoa'], Number(row['imd2019_decile'])]),
  );
  const homes = Array.from({ length: 10 }, (): string[] => []);
  for (const { postcode = '', lsoa } of rowsOf('postcodes.csv')) {
    homes[(deciles.get(lsoa) ?? 0) - 1]?.push(postcode);
  }
  return {
    homes,
    schools: rowsOf('schools.csv').map(({ urn = '', type = '', postcode = '' }) => ({
      urn,
      type,
      outward: outwardOf(postcode),
    })),
    practices: rowsOf('practices.csv').map(({ ods_code: code = '', postcode = '' }) => ({
      code,
      outward: outwardOf(postcode),
    })),
  };
}

/** The first half of a postcode, such as DH1. */
export function outwardOf(postcode: string): string {
  return postcode.split(' ')[0] ?? '';
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(join(folder, file)), { columns: true });
}
