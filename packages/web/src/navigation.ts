import type { NavItem, PageViewer } from './page.ts';

type Entry = Pick<NavItem, 'text' | 'href' | 'under'> & { readonly for: readonly string[] };

/** One navigation over the three services: every link that exists, and the roles that may follow it. */
const entries: readonly Entry[] = [
  { text: 'Referrals', href: '/referrals/', for: ['clinician', 'triage', 'referrer'] },
  { text: 'Triage', href: '/referrals/triage', for: ['clinician', 'triage'] },
  { text: 'From families', href: '/referrals/from-families', for: ['clinician', 'triage'] },
  { text: 'Log a referral', href: '/referrals/new', for: ['clinician', 'triage', 'referrer'] },
  { text: 'Plans', href: '/referrals/plans', for: ['clinician', 'triage', 'referrer'] },
  {
    text: 'Import',
    href: '/referrals/import',
    under: ['/referrals/imports'],
    for: ['clinician', 'triage', 'referrer', 'operator'],
  },
  { text: 'Waiting list', href: '/pathways/waiting-list', for: ['clinician', 'triage'] },
  { text: 'Same-day risk', href: '/pathways/same-day-risk', for: ['clinician', 'triage'] },
  { text: 'Priority', href: '/pathways/priority', for: ['clinician', 'triage'] },
  {
    text: 'Support',
    href: '/support/directory',
    for: ['clinician', 'triage', 'referrer', 'practitioner', 'commissioner'],
  },
  { text: 'Your family’s page', href: '/support/family', for: ['family'] },
];

/** The links that a person with these roles can use, in the order of the work. Nobody signed in has none. */
export function navigation(viewer: PageViewer): NavItem[] {
  return entries
    .filter((entry) => entry.for.some((role) => viewer.roles.includes(role)))
    .map(({ for: _roles, ...item }) => item);
}

/** Mark the link that `current` (a path, with its query if any) belongs to: the longest that leads there. */
export function markCurrent(items: readonly NavItem[], current: string): NavItem[] {
  const closest = items
    .filter(({ href, under = [] }) => [href, ...under].some((each) => leadsTo(each, current)))
    .reduce<NavItem | undefined>(
      (best, item) => (best && best.href.length >= item.href.length ? best : item),
      undefined,
    );
  return items.map((item) => ({ ...item, current: item === closest }));
}

/** A page of records stands under the plural of the page that adds one: /import and /imports. */
function leadsTo(href: string, current: string): boolean {
  const stem = href.replace(/\/$/, '');
  return [stem, `${stem}s`].some(
    (each) => current === each || ['/', '?', '&'].some((end) => current.startsWith(each + end)),
  );
}
