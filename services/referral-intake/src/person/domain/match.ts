import { namesAlike, type WrittenName } from './names/alike.ts';
import type { PersonDetails } from './person.ts';

/** A record that a hash has found, with what the child was called before. */
export type Held<Record> = {
  record: Record;
  details: PersonDetails;
  /** Names from before a change, newest first. */
  formerNames: readonly WrittenName[];
};

/** What was found under the keyed hashes of a child's details. */
export type FoundRecords<Record> = {
  /** The record that has the NHS number. */
  byNumber?: Held<Record> | undefined;
  /** Records that state the same NHS number, which is another's. */
  byDisputedNumber: readonly Held<Record>[];
  /** Records of the same names, date of birth and postcode. */
  byName: readonly Held<Record>[];
};

export type Match<Record> =
  | { kind: 'known'; record: Record }
  /** `disputes`: the record that has the NHS number, of a child who is not this one as far as one can tell. */
  | { kind: 'new'; disputes?: Record };

/**
 * Whose details these are. An NHS number tells only together with the date of birth and a name that is alike; without a
 * number the names, the date of birth and a postcode must all be the same. Whatever is less than that is for a person to
 * decide: two records can be put together later, and two children in one record are hard to take apart.
 */
export function matchOf<Record>(
  given: PersonDetails,
  { byNumber, byDisputedNumber, byName }: FoundRecords<Record>,
): Match<Record> {
  const isOf = ({ details, formerNames }: Held<Record>): boolean =>
    details.dateOfBirth === given.dateOfBirth && namesAlike([details, ...formerNames], given);
  if (byNumber !== undefined && isOf(byNumber)) return { kind: 'known', record: byNumber.record };

  const named = given.postcode === undefined ? [] : byName;
  const fitting = named.filter(({ details }) => agree(details.nhsNumber, given.nhsNumber));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return { kind: 'known', record: only.record };

  const disputed = byDisputedNumber.filter(isOf);
  const [same] = disputed;
  if (same !== undefined && disputed.length === 1) return { kind: 'known', record: same.record };
  return byNumber === undefined ? { kind: 'new' } : { kind: 'new', disputes: byNumber.record };
}

/** Two NHS numbers, of which either may not be known. */
function agree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
