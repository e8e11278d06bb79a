import type { CommandMeta } from '@waymark/decisions';
import type { PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { changedFields, type PersonDetails, type SealedPerson } from '../domain/person.ts';
import { searchKeys } from './search-keys.ts';
import { changed, sealing, type Why } from './sealed-person.ts';

export type PersonWriting = ReturnType<typeof personWriting>;

/** How a child's details become the record that is stored: sealed, with the keyed hashes by which it is found. */
export function personWriting({ cipher, index }: { cipher: FieldCipher; index: BlindIndex }) {
  const { sealed, open, sealedWhy, versionsOf, otherwiseOf } = sealing(cipher);

  /** A number that another record has finds nothing. */
  const numberKeys = ({ nhsNumber }: PersonDetails, disputes: PersonId | undefined) => {
    if (nhsNumber === undefined) return {};
    const hash = index.ofNhsNumber(nhsNumber);
    return disputes === undefined ? { nhsIndex: hash } : { disputes, disputedIndex: hash };
  };

  const found = (details: PersonDetails, disputes: PersonId | undefined) => ({
    nameIndex: index.ofName(details),
    ...searchKeys(details, index),
    ...numberKeys(details, disputes),
  });

  /** The record with new details. `disputes`: the record that has the number, where it is another's. */
  const renewed = (
    held: SealedPerson,
    next: PersonDetails,
    command: CommandMeta,
    why: Why = {},
    disputes?: PersonId,
  ): SealedPerson => {
    const before = open(held);
    const fields = changedFields(before, next);
    const stillDisputed = before.nhsNumber === next.nhsNumber ? held.disputes : undefined;
    return {
      ...changed(held, sealed(held.personId, next, fields), fields, command, sealedWhy(held.personId, why)),
      ...found(next, disputes ?? stillDisputed),
    };
  };

  const made = (personId: PersonId, details: PersonDetails, disputes?: PersonId): SealedPerson => ({
    personId,
    sealed: sealed(personId, details),
    ...found(details, disputes),
  });

  return { open, made, renewed, sealed, versionsOf, otherwiseOf };
}
