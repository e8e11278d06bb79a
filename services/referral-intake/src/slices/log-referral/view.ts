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
  todayInLondon,
  type CalendarDate,
  type CodeList,
} from '@waymark/care-types';
import { ownRecords, view } from '@waymark/runtime';
import { labelOf, type Organisations } from '../../domain/organisations.ts';

export const newReferral = view({
  id: 'new-referral',
  summary: 'The form to log a referral',
  path: '/new',
  permission: 'referral:log',
  load: async ({ clock, reach, viewer }, { organisations }: { organisations: Organisations }) => {
    const today = todayInLondon(clock);
    const own = reach === 'any' ? undefined : organisations.byCode(viewer.organisation ?? '');
    return {
      today,
      own,
      ownSource: own && { school: 'C2', practice: 'A1', trust: 'P1' }[own.kind],
      lists: listsOn(today),
      ...labels(organisations),
    };
  },
  relation: ownRecords,
  page: { template: 'log-referral/page.njk' },
});

/** What the forms offer: only codes that are in use. */
export function listsOn(today: CalendarDate) {
  const items = (list: CodeList) => entriesOn(list, today).map(({ code, text }) => ({ value: code, text }));
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

function labels({ all }: Organisations) {
  const of = (kind: string) => all.filter((each) => each.kind === kind).map(labelOf);
  return { schools: of('school'), practices: of('practice'), referring: all.map(labelOf) };
}
