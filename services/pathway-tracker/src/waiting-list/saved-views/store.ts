import type { AggregateStore } from '@waymark/aggregate-store';
import type { CommandMeta, Decision, Outcome } from '@waymark/decisions';
import { SavedViews } from '../domain/saved-views.ts';

export type SavedViewsStore = AggregateStore<SavedViews>;

/** How the store of saved views is kept: one aggregate for each person, which publishes nothing. */
export const savedViewsSettings = { collection: 'saved-views', schema: SavedViews, indexes: [] } as const;

/** The views of one person. */
export async function viewsOf(owner: string, store: SavedViewsStore): Promise<SavedViews['views']> {
  return (await store.get(owner))?.state.views ?? [];
}

/** A change of the own views of whoever makes it, the first one too. */
export async function changeOwn(
  command: CommandMeta,
  next: (views: SavedViews) => Decision<SavedViews>,
  store: SavedViewsStore,
): Promise<Outcome<SavedViews>> {
  const owner = command.by.id;
  const outcome = await store.change(owner, command, next);
  if (outcome.kind !== 'missing') return outcome;
  const first = await store.create(owner, command, () => next({ owner, views: [] }));
  return first.kind === 'exists' ? store.change(owner, command, next) : first;
}
