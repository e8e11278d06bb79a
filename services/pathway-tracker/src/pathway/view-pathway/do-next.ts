import type { CalendarDate } from '@waymark/care-types';
import { nextSteps, otherSteps, type OtherStep } from '../domain/next-steps.ts';
import type { Pathway } from '../domain/pathway.ts';
import { kindGroups, kinds } from '../record-fact/kinds.ts';

type Link = { text: string; href: string };

/** What is likeliest to be done next, and the rest that can be recorded. Nothing but corrections once it is closed. */
export function doNextOf(
  pathway: Pathway,
  today: CalendarDate,
  here: string,
): { first: Link[]; more: { title: string; links: Link[] }[] } {
  const first = nextSteps(pathway, today);
  const linksOf = (ids: readonly string[]) =>
    ids.flatMap((id) => (first.includes(id) ? [] : linkOf(id, pathway, here)));
  const more =
    pathway.stage === 'closed'
      ? []
      : [
          ...kindGroups.map(({ title, kinds: some }) => ({
            title,
            links: linksOf(some.map(({ id }) => id)),
          })),
          { title: 'Priority', links: linksOf(['decide-priority']) },
        ];
  return {
    first: first.flatMap((id) => linkOf(id, pathway, here)),
    more: more.filter(({ links }) => links.length > 0),
  };
}

function linkOf(id: string, { referralId }: Pathway, here: string): Link[] {
  const other = otherSteps.find((step) => step === id);
  if (other) return [otherLinks(here, referralId)[other]];
  return kinds.flatMap((kind) =>
    kind.id === id ? [{ text: kind.title, href: `${here}/record/${id}` }] : [],
  );
}

function otherLinks(here: string, referralId: string): Record<OtherStep, Link> {
  return {
    'take-up-risk': { text: 'Take up the same-day risk', href: `${here}/same-day-risk` },
    'decide-referral': { text: 'Accept or return the referral', href: `/referrals/${referralId}` },
    'decide-priority': { text: 'Decide priority', href: `${here}/priority` },
  };
}
