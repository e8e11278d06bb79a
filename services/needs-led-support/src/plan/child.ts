import { todayInLondon, type Clock } from '@waymark/care-types';
import type { ViewContext } from '@waymark/http';
import { nameIn, namesFor, type People } from '@waymark/service-base';
import { childHead, type ChildHead } from '@waymark/web';
import type { Plan } from './domain/plan.ts';

export type ChildParts = { people: People; clock: Clock };

/** Who the child of a plan is, for the top of a page about it. Names come from intake, for those who may see them. */
export async function childOf(
  { personId, dateOfBirth, reference }: Pick<Plan, 'personId' | 'dateOfBirth' | 'reference'>,
  { viewer, may }: Pick<ViewContext<unknown, unknown>, 'viewer' | 'may'>,
  { people, clock }: ChildParts,
): Promise<ChildHead> {
  const names = await namesFor([personId], { people, viewer, may });
  return childHead(
    {
      ...{ name: nameIn(names, personId), dateOfBirth, references: [reference] },
      nameless: names.known ? null : names.why,
    },
    todayInLondon(clock),
  );
}
