import { organisationsOf, type Organisations } from '../domain/organisations.ts';
import { readTable } from './read-table.ts';

/** The schools, practices and NHS organisations of the open data that comes with the service. */
export function readOrganisations(): Organisations {
  const schools = readTable('schools.csv', ['urn', 'name', 'town']);
  const practices = readTable('practices.csv', ['ods_code', 'name', 'postcode']);
  const trusts = readTable('organisations.csv', ['ods_code', 'name', 'kind']);
  return organisationsOf([
    ...schools.map(({ urn, name, town }) => ({ code: urn, name, kind: 'school' as const, place: town })),
    ...practices.map(({ ods_code: code, name, postcode }) => ({
      code,
      name,
      kind: 'practice' as const,
      place: postcode,
    })),
    ...trusts.map(({ ods_code: code, name }) => ({ code, name, kind: 'trust' as const, place: '' })),
  ]);
}
