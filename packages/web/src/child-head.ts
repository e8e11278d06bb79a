import { ageInWords, type CalendarDate } from '@waymark/care-types';

/** Whose page it is: what stands at the top of every page about one child, for `childHead` of `waymark/child.njk`. */
export type ChildHead = {
  name: string | null;
  /** Why the name is not shown, where it is not. */
  nameless: 'not-permitted' | 'away' | 'not-known' | null;
  age: string;
  /** Of the referrals that the page is about; none before the first. */
  references: readonly string[];
};

/** Who the child is, as far as the viewer may see it. */
export function childHead(
  {
    name,
    nameless,
    dateOfBirth,
    references,
  }: Pick<ChildHead, 'name' | 'references'> & { nameless?: ChildHead['nameless']; dateOfBirth: CalendarDate },
  today: CalendarDate,
): ChildHead {
  return {
    ...{ name, references },
    nameless: name === null ? (nameless ?? 'not-known') : null,
    age: ageInWords(dateOfBirth, today),
  };
}
