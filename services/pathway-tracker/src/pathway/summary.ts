import { ageOn, services, textOf, type CalendarDate } from '@waymark/care-types';
import { nameIn, type Names } from '@waymark/service-base';
import type { Pathway } from './domain/pathway.ts';

/** Which child it is, what the child waits for and since when, as every list begins its rows. */
export type Summary = {
  pathwayId: string;
  personId: string;
  reference: string;
  name: string | null;
  age: number;
  waitingFor: string;
  since: CalendarDate;
};

export function summaryOf(pathway: Pathway, names: Names, today: CalendarDate): Summary {
  const { pathwayId, personId, reference, service, receivedOn, dateOfBirth } = pathway;
  return {
    ...{ pathwayId, personId, reference },
    name: nameOf(pathway, names),
    age: ageOn(dateOfBirth, today),
    waitingFor: textOf(services, service),
    since: receivedOn,
  };
}

/** The child's name where it is known. */
export function nameOf({ personId }: Pick<Pathway, 'personId'>, names: Names): string | null {
  return nameIn(names, personId);
}
