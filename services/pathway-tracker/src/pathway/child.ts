import { todayInLondon, type Clock } from '@waymark/care-types';
import type { ViewContext } from '@waymark/http';
import { namesFor, type People } from '@waymark/service-base';
import { childHead, type ChildHead } from '@waymark/web';
import type { Pathway } from './domain/pathway.ts';
import { nameOf } from './summary.ts';

export type ChildParts = { people: People; clock: Clock };

/** Who the child of a pathway is, for the top of a page about it, as far as the viewer may see names. */
export async function childOf(
  pathway: Pick<Pathway, 'personId' | 'dateOfBirth' | 'reference'>,
  { viewer, may }: Pick<ViewContext<unknown, unknown>, 'viewer' | 'may'>,
  { people, clock }: ChildParts,
): Promise<ChildHead> {
  const names = await namesFor([pathway.personId], { people, viewer, may });
  const { dateOfBirth, reference } = pathway;
  return childHead(
    {
      ...{ name: nameOf(pathway, names), dateOfBirth, references: [reference] },
      nameless: names.known ? null : names.why,
    },
    todayInLondon(clock),
  );
}
