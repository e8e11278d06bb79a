import { calendarDate, nthTestNhsNumber, TEST_NHS_NUMBERS } from '@waymark/care-types';
import { seededRandom as chanceFrom, type Random } from '../infra/local/src/demo/seeded-random.ts';
import type { Facts } from '../services/referral-intake/src/duplicates/domain/search/comparable.ts';
import { writtenAgain, type Home } from './labelled-people-errors.ts';
import { namesOfPeople } from './labelled-people-names.ts';

/** A synthetic child. No real person is meant: names, dates, homes and numbers are drawn by chance. */
export type Child = Facts;

/** A record to look for, and the number of the child that it is of; undefined for one that is not held. */
export type Labelled = { facts: Child; of: number | undefined };

export type LabelledPeople = {
  /** The children that are held; a child's number is its place. */
  held: Child[];
  /** One in three is a second record of a held child; of the others one in four is a brother, sister or twin of one. */
  asked: Labelled[];
};

/**
 * Synthetic children in families, and records to look for, the same for the same seed. Families of one to four share a
 * family name and a home; 3% of children have a twin. Seven children in ten have an NHS number, from the range that is
 * never issued.
 */
export function labelledPeople(seed: number, size: { held: number; asked: number }): LabelledPeople {
  const chance = chanceFrom(seed);
  const place = places(chance);
  const names = namesOfPeople(chance);
  let numbers = 0;

  const child = (familyName: string, home: Home, born: Temporal.PlainDate): Child => {
    const sex = chance.pick(['1', '2'] as const);
    const numbered = chance.happens(0.7) && numbers < TEST_NHS_NUMBERS;
    return {
      givenName: names.given(sex),
      familyName,
      dateOfBirth: calendarDate(born.toString()),
      sex,
      ...home,
      nhsNumber: numbered ? nthTestNhsNumber(numbers++) : undefined,
    };
  };
  const anyDay = () => firstDay.add({ days: chance.between(0, 25 * 365) });
  const familyName = () => (chance.happens(0.04) ? `${names.family()}-${names.family()}` : names.family());
  const sibling = (of: Child): Child => {
    const born = Temporal.PlainDate.from(of.dateOfBirth);
    const twin = chance.happens(0.03);
    const apart = { days: chance.pick([-1, 1]) * chance.between(330, 2200) };
    const other = twin ? born : born.add(apart);
    const { school } = place();
    const home = {
      postcode: of.postcode ?? '',
      school: chance.happens(0.5) ? (of.school ?? school) : school,
    };
    const another = child(
      chance.happens(0.85) ? of.familyName : familyName(),
      home,
      Temporal.PlainDate.compare(other, lastDay) > 0 ? born.subtract(apart) : other,
    );
    return another.givenName === of.givenName ? sibling(of) : another;
  };

  const held: Child[] = [];
  while (held.length < size.held) {
    const first = child(familyName(), place(), anyDay());
    held.push(first);
    for (let more = chance.pick([0, 0, 1, 1, 1, 2, 3]); more > 0 && held.length < size.held; more -= 1) {
      held.push(sibling(first));
    }
  }
  const asked = Array.from({ length: size.asked }, (_, turn): Labelled => {
    const of = chance.between(0, held.length - 1);
    const known = held[of];
    if (turn % 3 === 0 && known !== undefined) {
      return { facts: writtenAgain(known, { familyName: familyName(), home: place() }, chance), of };
    }
    const stranger = known === undefined || chance.happens(0.75);
    const another = stranger ? child(familyName(), place(), anyDay()) : sibling(known);
    return {
      facts: { ...another, nhsNumber: chance.happens(0.35) ? undefined : another.nhsNumber },
      of: undefined,
    };
  });
  return { held, asked };
}

const firstDay = Temporal.PlainDate.from('2000-06-01');
const lastDay = firstDay.add({ days: 25 * 365 });

/** Some 16,000 postcodes of a county's shape, and the schools near each. */
function places(chance: Random): () => Home {
  const districts = [...'123456789']
    .map((n) => `DH${n}`)
    .concat([
      'DL1',
      'DL2',
      'DL3',
      'DL4',
      'DL5',
      'DL12',
      'DL13',
      'DL14',
      'DL15',
      'DL16',
      'DL17',
      'SR7',
      'SR8',
      'TS21',
      'TS28',
      'NE16',
    ]);
  const letters = [...'ABDEFGHJLNPQ'];
  return () => {
    const district = chance.between(0, districts.length - 1);
    const sector = chance.between(0, 4);
    return {
      postcode: `${districts[district]} ${sector + 1}${chance.pick(letters)}${chance.pick(letters)}`,
      school: String(114_000 + district * 14 + chance.between(0, 13)),
    };
  };
}
