import type { PageContext } from './page.ts';

type Step = { readonly text: string; readonly href: string };
type Shown = Pick<PageContext, 'lists'>;

/** The lists of children that a page about one of them may have been reached from, by their addresses. */
const titles: Readonly<Record<string, string>> = {
  '/pathways/waiting-list': 'Waiting list',
  '/pathways/priority': 'Priority reviews',
  '/pathways/same-day-risk': 'Same-day risk',
  '/referrals/triage': 'Triage',
  '/referrals/from-families': 'From families',
  '/referrals/': 'Referrals',
};

/** The address of a list as the viewer left it: with its filter, order and place. */
export function asLeft(path: string, { lists = {} }: Shown): string {
  return lists[path] ?? path;
}

/**
 * The step back from a page about one child: to the list that the viewer looked at last, as it was left and at the
 * child's row; otherwise as it is given. Other lists than these are passed over.
 */
export function wayBack(usual: Step, { lists = {} }: Shown, row?: string): Step {
  const last = Object.entries(lists).find(([path]) => titles[path] !== undefined);
  if (last === undefined) return usual;
  const [path, address] = last;
  return { text: titles[path] ?? usual.text, href: row === undefined ? address : `${address}#${row}` };
}
