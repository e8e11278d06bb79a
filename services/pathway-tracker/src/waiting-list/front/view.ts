import { view } from '@waymark/http';

/** The bare address of the service leads to the list. */
export const front = view({
  id: 'front',
  summary: 'The way to the waiting list',
  path: '/',
  permission: 'pathway:list',
  load: async () => ({}),
  goesTo: '/waiting-list',
});
