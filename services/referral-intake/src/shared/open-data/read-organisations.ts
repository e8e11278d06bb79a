import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import { organisationsOf, type Organisations } from '../domain/organisations.ts';
import { readTable } from './read-table.ts';

const Kind = z.enum(['school', 'practice', 'trust']);
const Means = z.enum(['none', 'not known']);

/**
 * The schools, practices and NHS organisations of the open data that comes with the service, those that have closed,
 * and the codes that stand for none. Throws where a table is not as it should be.
 */
export function readOrganisations(): Organisations {
  const schools = readTable('schools.csv', ['urn', 'name', 'town']);
  const practices = readTable('practices.csv', ['ods_code', 'name', 'postcode']);
  const trusts = readTable('organisations.csv', ['ods_code', 'name', 'kind']);
  const closed = readTable('closed-organisations.csv', ['code', 'name', 'kind', 'place', 'closed_on']);
  const defaults = readTable('default-codes.csv', ['code', 'kind', 'means', 'text']);
  const open = [
    ...schools.map(({ urn, name, town }) => ({ code: urn, name, kind: 'school' as const, place: town })),
    ...practices.map(({ ods_code: code, name, postcode }) => ({
      code,
      name,
      kind: 'practice' as const,
      place: postcode,
    })),
    ...trusts.map(({ ods_code: code, name }) => ({ code, name, kind: 'trust' as const, place: '' })),
  ];
  return organisationsOf(open, {
    closed: closed.map(({ kind, closed_on: closedOn, ...each }) => ({
      ...each,
      kind: Kind.parse(kind),
      closedOn: CalendarDate.parse(closedOn),
    })),
    defaults: defaults.map(({ kind, means, ...each }) => ({
      ...each,
      kind: Kind.parse(kind),
      means: Means.parse(means),
    })),
  });
}
