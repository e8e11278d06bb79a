import { decide, refuse, type Decision } from '@waymark/decisions';
import { z } from 'zod';

const nameWords =
  'Name must begin with a letter and have up to 40 letters, spaces and short numbers, like Under 5, north team';

/**
 * What a view is called: short, and without room for a number by which somebody is known. It is the one thing here that
 * a person words; it is shown to that person alone.
 */
export const ViewName = z
  .string()
  .trim()
  .regex(/^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9 ,.'’–-]{0,39}$/, nameWords)
  .refine((name) => !/\d{4}/.test(name), nameWords);

/** The views of the waiting list that one person has saved: a name, and the filter, order and columns under it. */
export const SavedViews = z.strictObject({
  owner: z.string(),
  views: z.array(z.strictObject({ name: ViewName, filter: z.string().max(2_000) })),
});
export type SavedViews = z.infer<typeof SavedViews>;
type SavedView = SavedViews['views'][number];

/** So many fit on a page. */
const mostViews = 20;

/** Keep a view. The same name again is the same view, with what it now shows. */
export function saveView({ owner, views }: SavedViews, view: SavedView): Decision<SavedViews> {
  const others = views.filter(({ name }) => name !== view.name);
  if (others.length >= mostViews) return refuse('too-many-views', { most: mostViews });
  return decide({
    owner,
    views: [...others, view].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  });
}

/** Take a view away. */
export function removeView({ owner, views }: SavedViews, name: string): Decision<SavedViews> {
  const left = views.filter((view) => view.name !== name);
  return left.length === views.length ? refuse('no-such-view') : decide({ owner, views: left });
}
