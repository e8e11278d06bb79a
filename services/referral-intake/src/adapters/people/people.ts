import type { AggregateStore } from '@waymark/aggregate-store';
import { CalendarDate, NhsNumber, Postcode } from '@waymark/care-types';
import { decide, personIdFrom, type Made, type PersonId } from '@waymark/events';
import { TransientFailure } from '@waymark/messaging';
import type { BlindIndex } from '../identity/blind-index.ts';
import type { FieldCipher } from '../identity/field-cipher.ts';
import {
  sameDetails,
  sealedFields,
  SealedPerson,
  together,
  type PersonDetails,
  type SealedField,
} from '../../domain/person.ts';

export type Registered =
  | { kind: 'registered'; personId: PersonId }
  /** The NHS number is held for a child who was born on another day. */
  | { kind: 'another-birth-date' };

export type People = {
  /** The child, found by number or by name, date of birth and postcode, or made. The same child is the same person. */
  register(details: PersonDetails, made: Made, which: 'given first' | 'held first'): Promise<Registered>;
  /** The child, found in the same way; undefined for one that is not known. */
  find(details: PersonDetails): Promise<PersonId | undefined>;
  /** The person of an NHS number; undefined for one that is not known. */
  findByNumber(number: NhsNumber): Promise<PersonId | undefined>;
  details(personId: PersonId): Promise<PersonDetails | undefined>;
  /** The details of those among the ids that are known. */
  detailsOf(personIds: readonly PersonId[]): Promise<Map<PersonId, PersonDetails>>;
};

const collection = 'people';

/** How the store of people is kept. It tells nobody anything. */
export const peopleSettings = {
  collection,
  schema: SealedPerson,
  indexes: [
    { keys: { 'state.nhsIndex': 1 }, unique: true, sparse: true },
    { keys: { 'state.nameIndex': 1 } },
  ],
} as const;

/** How often another's write may come first before the caller is asked to come back. */
const mostRaces = 5;

/** The children of this service, sealed field by field. */
export function people(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
): People {
  const seal = (personId: PersonId, details: PersonDetails): SealedPerson => ({
    personId,
    sealed: Object.fromEntries(
      sealedFields.flatMap((field) => {
        const value = details[field];
        return value === undefined || value === ''
          ? []
          : [[field, cipher.seal(value, { collection, id: personId, field })]];
      }),
    ),
    nameIndex: index.ofName(details),
    ...(details.nhsNumber === undefined ? {} : { nhsIndex: index.ofNhsNumber(details.nhsNumber) }),
  });

  const open = ({ personId, sealed }: SealedPerson): PersonDetails => {
    const text = (field: SealedField): string | undefined => {
      const held = sealed[field];
      return held === undefined ? undefined : cipher.open(held, { collection, id: personId, field });
    };
    const number = text('nhsNumber');
    const postcode = text('postcode');
    return {
      givenName: text('givenName') ?? '',
      familyName: text('familyName') ?? '',
      dateOfBirth: CalendarDate.parse(text('dateOfBirth')),
      nhsNumber: number === undefined ? undefined : NhsNumber.parse(number),
      address: text('address'),
      postcode: postcode === undefined ? undefined : Postcode.parse(postcode),
      phone: text('phone'),
      email: text('email'),
      school: text('school'),
      practice: text('practice'),
    };
  };

  const byIndex = async (field: 'nhsIndex' | 'nameIndex', value: string) => {
    const path = `state.${field}`;
    const { items } = await store.page({ filter: { [path]: value }, sort: { [path]: 1 }, limit: 3 });
    return items.map(({ state }) => state);
  };

  const known = async (details: PersonDetails): Promise<SealedPerson | undefined> => {
    const { nhsNumber } = details;
    const numbered = nhsNumber && (await byIndex('nhsIndex', index.ofNhsNumber(nhsNumber)))[0];
    if (numbered) return numbered;
    const named = await byIndex('nameIndex', index.ofName(details));
    const fitting = nhsNumber ? named.filter(({ nhsIndex }) => nhsIndex === undefined) : named;
    return fitting.length === 1 ? fitting[0] : undefined;
  };

  const idFor = (details: PersonDetails): PersonId =>
    personIdFrom(
      (details.nhsNumber === undefined
        ? index.bytesOf('person by name', index.ofName(details))
        : index.bytesOf('person by number', details.nhsNumber)
      ).subarray(0, 26),
    );

  const attempt = async (
    details: PersonDetails,
    made: Made,
    which: 'given first' | 'held first',
  ): Promise<Registered | undefined> => {
    const found = await known(details);
    if (found) {
      const { personId } = found;
      const held = open(found);
      if (held.dateOfBirth !== details.dateOfBirth) return { kind: 'another-birth-date' };
      if (sameDetails(together(held, details, which), held)) return { kind: 'registered', personId };
      const changed = await store.change(personId, { ...made, command: 'register-person' }, (state) =>
        decide(seal(personId, together(open(state), details, which))),
      );
      return changed.kind === 'done' ? { kind: 'registered', personId } : undefined;
    }
    const personId = idFor(details);
    const created = await store.create(personId, { ...made, command: 'register-person' }, () =>
      decide(seal(personId, details)),
    );
    return created.kind === 'done' ? { kind: 'registered', personId } : undefined;
  };

  return {
    register: async (details, made, which) => {
      const { expected: _ofTheReferral, ...own } = made;
      for (let race = 0; race < mostRaces; race += 1) {
        const registered = await attempt(details, own, which);
        if (registered) return registered;
      }
      throw new TransientFailure('Too many others registered this child at the same moment');
    },
    find: async (details) => (await known(details))?.personId,
    findByNumber: async (number) => (await byIndex('nhsIndex', index.ofNhsNumber(number)))[0]?.personId,
    details: async (personId) => {
      const stored = await store.get(personId);
      return stored && open(stored.state);
    },
    detailsOf: async (personIds) => {
      const wanted = [...new Set(personIds)];
      if (wanted.length === 0) return new Map();
      const { items } = await store.page({
        filter: { _id: { $in: wanted } },
        sort: { _id: 1 },
        limit: wanted.length,
      });
      return new Map(items.map(({ state }) => [state.personId, open(state)]));
    },
  };
}
