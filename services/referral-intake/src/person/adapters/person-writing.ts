import type { CommandMeta } from '@waymark/decisions';
import type { PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { changedFields, type PersonDetails, type SealedPerson } from '../domain/person.ts';
import { searchKeys } from './search-keys.ts';
import { changed, sealing, type Why } from './sealed-person.ts';

/** How a child's details become the record that is stored: sealed, with the keyed hashes by which it is found. */
export function personWriting({ cipher, index }: { cipher: FieldCipher; index: BlindIndex }) {
  const { sealed, open, sealedWhy } = sealing(cipher);

  const found = (details: PersonDetails) => ({
    nameIndex: index.ofName(details),
    ...searchKeys(details, index),
    ...(details.nhsNumber === undefined ? {} : { nhsIndex: index.ofNhsNumber(details.nhsNumber) }),
  });

  const renewed = (
    held: SealedPerson,
    next: PersonDetails,
    command: CommandMeta,
    why: Why = {},
  ): SealedPerson => ({
    ...changed(
      held,
      sealed(held.personId, next),
      changedFields(open(held), next),
      command,
      sealedWhy(held.personId, why),
    ),
    ...found(next),
  });

  const made = (personId: PersonId, details: PersonDetails): SealedPerson => ({
    personId,
    sealed: sealed(personId, details),
    ...found(details),
  });

  return { open, made, renewed };
}
