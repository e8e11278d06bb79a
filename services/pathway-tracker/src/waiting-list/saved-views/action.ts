import { action, view } from '@waymark/http';
import { z } from 'zod';
import { removeView, saveView, SavedViews, ViewName } from '../domain/saved-views.ts';
import { FilterText } from '../filter-text.ts';
import { changeOwn, viewsOf, type SavedViewsStore } from './store.ts';

type Parts = { savedViews: SavedViewsStore };

const path = '/waiting-list/saved';
const Answer = SavedViews.pick({ views: true });

/** The own views of whoever looks; nobody sees another's. */
export const savedViews = view({
  id: 'saved-views',
  summary: 'Your saved views of the waiting list: a name, and the filter, order and columns under it',
  path,
  permission: 'pathway:list',
  query: z.object({ filter: FilterText.optional() }),
  load: async ({ query, viewer }, { savedViews: store }: Parts) => ({
    filter: query.filter ?? '',
    views: await viewsOf(viewer.id, store),
  }),
  page: { template: 'waiting-list/saved-views/page.njk' },
  api: { body: Answer, of: ({ views }) => ({ views }) },
});

export const saveViewAction = action({
  id: 'save-view',
  summary:
    'Save a filter, order and columns of the waiting list under a name; the same name again replaces it',
  path,
  permission: 'pathway:list',
  body: z.strictObject({ name: ViewName, filter: FilterText.default('') }),
  form: savedViews,
  run: ({ body, command }, { savedViews: store }: Parts) =>
    changeOwn(command, (views) => saveView(views, body), store),
  refusals: { 'too-many-views': ({ most }) => `You have ${String(most)} views. Take one away first.` },
  then: {
    page: (_, { body }) => `/waiting-list${body.filter ? `?${body.filter}` : ''}`,
    api: ({ state }) => ({ status: 200, body: { views: state.views }, location: path }),
  },
  responses: Answer,
});

export const removeViewAction = action({
  id: 'remove-view',
  summary: 'Take one of your saved views away',
  path: `${path}/remove`,
  permission: 'pathway:list',
  body: z.strictObject({ name: ViewName }),
  form: savedViews,
  run: ({ body, command }, { savedViews: store }: Parts) =>
    changeOwn(command, (views) => removeView(views, body.name), store),
  refusals: { 'no-such-view': () => 'You have no view of this name any more.' },
  then: {
    page: () => path,
    api: ({ state }) => ({ status: 200, body: { views: state.views }, location: path }),
  },
  responses: Answer,
});
