import {
  circumstances,
  clinicalPriority,
  entriesOn,
  ethnicCategory,
  needDomains,
  needSettings,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  type CalendarDate,
  type CodeList,
} from '@waymark/care-types';
import { choices } from '@waymark/web';
import { labelOf, type Organisations } from './domain/organisations.ts';

/** What the forms offer: only codes that are in use. */
export function listsOn(today: CalendarDate) {
  const items = (list: CodeList) => choices(entriesOn(list, today));
  const stated = circumstances.map(({ id, title, sameDayRisk }) => ({ value: id, text: title, sameDayRisk }));
  return {
    sources: items(sourceOfReferral),
    services: items(services),
    reasons: items(primaryReason),
    teams: items(teamType),
    priorities: items(clinicalPriority),
    genders: items(statedGender),
    ethnicCategories: items(ethnicCategory),
    risks: stated.filter(({ sameDayRisk }) => sameDayRisk),
    circumstances: stated.filter(({ sameDayRisk }) => !sameDayRisk),
    needs: items(needDomains),
    settings: items(needSettings),
  };
}

/** The organisations of the lists, as they stand in a box to pick from. */
export function labelsOf({ all }: Organisations) {
  const of = (kind: string) => all.filter((each) => each.kind === kind).map(labelOf);
  return { schools: of('school'), practices: of('practice'), referring: all.map(labelOf) };
}
