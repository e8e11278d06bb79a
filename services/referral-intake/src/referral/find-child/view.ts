import { todayInLondon } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';

export const findPage = view({
  id: 'find-page',
  summary: 'Where a child is looked for',
  path: '/find',
  permission: 'referral:list',
  load: ({ clock }) => Promise.resolve({ today: todayInLondon(clock) }),
  relation: ownRecords,
  page: { template: 'referral/find-child/page.njk' },
});
