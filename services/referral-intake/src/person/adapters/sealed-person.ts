import type { CorrectionReason } from '@waymark/care-types';
import type { CommandMeta } from '@waymark/decisions';
import type { PersonId, ReferralId } from '@waymark/events';
import type { z } from 'zod';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import {
  detailsFrom,
  sealedFields,
  textOf,
  type Otherwise,
  type PersonDetails,
  type SealedField,
  type SealedPerson,
} from '../domain/person.ts';

/** What a child's record held until someone changed it: the fields that changed, `undefined` where nothing was held. */
export type Version = {
  /** UTC. */
  until: string;
  by: string;
  fields: readonly SealedField[];
  was: Partial<PersonDetails>;
  /** What was said with the change. */
  reason?: Reason;
  note?: string;
  /** The referral that stated what was then held. */
  from?: ReferralId;
};

type Reason = z.infer<typeof CorrectionReason>;

/** What is said with a change: a code, and in words; or the referral that states it. */
export type Why = { reason?: Reason | undefined; note?: string | undefined; from?: ReferralId | undefined };

/** What a referral says otherwise than it is held. */
export type SaidOtherwise = Omit<Otherwise, 'said'> & { said: Partial<PersonDetails> };

const collection = 'people';

/** How a child's details become sealed fields, and become readable again. */
export function sealing(cipher: FieldCipher) {
  const placeOf = (personId: PersonId, field: SealedField) => ({ collection, id: personId, field });
  const notePlace = (personId: PersonId) => ({ collection, id: personId, field: 'note' });
  const opened = (personId: PersonId, texts: Readonly<Partial<Record<SealedField, string | null>>>) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([field, text]) =>
        text === null ? [] : [[field, cipher.open(text, placeOf(personId, field as SealedField))]],
      ),
    );
  const open = ({ personId, sealed }: SealedPerson): PersonDetails => detailsFrom(opened(personId, sealed));

  return {
    /** Those of the details, or these of them alone. */
    sealed: (
      personId: PersonId,
      details: Partial<PersonDetails>,
      fields: readonly SealedField[] = sealedFields,
    ): SealedPerson['sealed'] =>
      Object.fromEntries(
        fields.flatMap((field) => {
          const text = textOf(details[field]);
          return text === undefined ? [] : [[field, cipher.seal(text, placeOf(personId, field))]];
        }),
      ),
    /** Throws where a field does not open or is not what it should be. */
    open,
    /** What was held before each change, newest first. */
    versionsOf: (person: SealedPerson): Version[] => {
      const { dateOfBirth } = open(person);
      return (person.versions ?? []).toReversed().map(({ until, by, was, reason, note, from }) => {
        const fields = sealedFields.filter((field) => was[field] !== undefined);
        const before = detailsFrom({ dateOfBirth, ...opened(person.personId, was) });
        const held = fields.map((field) => [field, before[field]] as const);
        return {
          ...{ until, by, fields, was: Object.fromEntries(held) },
          ...(reason && { reason }),
          ...(note && { note: cipher.open(note, notePlace(person.personId)) }),
          ...(from && { from }),
        };
      });
    },
    /** What referrals say otherwise than it is held, oldest first. */
    otherwiseOf: (person: SealedPerson): SaidOtherwise[] => {
      const { dateOfBirth } = open(person);
      return (person.otherwise ?? []).map(({ said, ...each }) => {
        const details = detailsFrom({ dateOfBirth, ...opened(person.personId, said) });
        const fields = sealedFields.filter((field) => said[field] !== undefined);
        return { ...each, said: Object.fromEntries(fields.map((field) => [field, details[field]])) };
      });
    },
    /** What is said with a change, with its note sealed. */
    sealedWhy: (personId: PersonId, { reason, note, from }: Why): Why => ({
      ...(reason && { reason }),
      ...(from && { from }),
      ...(note && { note: cipher.seal(note, notePlace(personId)) }),
    }),
  };
}

/**
 * A child's record with new details, of which `sealed` holds the changed ones. What these held before stays, sealed as it
 * was, with what was said.
 */
export function changed(
  held: SealedPerson,
  sealed: SealedPerson['sealed'],
  fields: readonly SealedField[],
  { by, at }: CommandMeta,
  why: Why = {},
): Pick<
  SealedPerson,
  'personId' | 'sealed' | 'versions' | 'untold' | 'mergedInto' | 'changedAt' | 'otherwise'
> {
  const { personId, versions = [], untold, mergedInto, changedAt, otherwise } = held;
  const left = {
    ...(otherwise && { otherwise }),
    ...{ personId, ...(untold && { untold }) },
    ...(mergedInto && { mergedInto }),
    ...(changedAt && { changedAt }),
  };
  if (fields.length === 0) return { ...left, sealed: held.sealed, versions };
  const was = Object.fromEntries(fields.map((field) => [field, held.sealed[field] ?? null]));
  const kept = Object.entries(held.sealed).filter(([field]) => !fields.some((each) => each === field));
  return {
    ...left,
    sealed: { ...Object.fromEntries(kept), ...sealed },
    versions: [...versions, { until: at.instant, by: by.id, was, ...why }],
  };
}

/** A child's record without anything that tells who it is of. */
export function erased({ personId }: SealedPerson, { at }: CommandMeta): SealedPerson {
  return { personId, sealed: {}, erasedOn: at.date };
}
