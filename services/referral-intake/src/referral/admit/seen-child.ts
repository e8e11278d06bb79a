import { PersonId } from '@waymark/events';
import { z } from 'zod';
import { learn } from '../../person/domain/learn.ts';
import { placeFields, type PersonDetails } from '../../person/domain/person.ts';
import { fieldWords, valueWords, type People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';

/**
 * The child's record that direct care has seen beside what it states: what differs then replaces what is held. Without
 * it, or where the record has changed since, what differs is kept beside it.
 */
export const SeenChild = z.strictObject({ personId: PersonId, version: z.coerce.number().int().min(1) });
export type SeenChild = z.output<typeof SeenChild>;

/** What is held of a child beside what is about to be stated. */
export type HeldBeside = SeenChild & { rows: { label: string; held: string; stated: string }[] };

/**
 * The record of the child who is about to be referred, where there is one, with each detail in which it differs; of a
 * hidden place nothing, unless `seesPlace`.
 */
export async function heldBeside(
  child: PersonDetails,
  seesPlace: boolean,
  { people, organisations }: { people: Pick<People, 'match' | 'whole'>; organisations: Organisations },
): Promise<HeldBeside | undefined> {
  const found = await people.match(child);
  const whole = found.kind === 'known' ? await people.whole(found.personId) : undefined;
  if (!whole) return undefined;
  const { personId, version, details } = whole;
  const hides = details.addressHidden === true && !seesPlace;
  const fields = learn(details, child, 'fills').otherwise.filter(
    (field) => !hides || !placeFields.some((place) => place === field),
  );
  const rows = fields.map((field) => ({
    label: fieldWords[field],
    held: valueWords(field, details, organisations),
    stated: valueWords(field, child, organisations),
  }));
  return { personId, version, rows };
}
