import {
  addDays,
  ageOn,
  calendarDate,
  circumstances,
  daysBetween,
  nthTestNhsNumber,
} from '@waymark/care-types';
import type { CalendarDate, CircumstanceId } from '@waymark/care-types';
import type { Calibration, ServiceFigures } from './calibration.ts';
import type { Random } from './seeded-random.ts';
import type { ImportRow } from './columns.ts';
import { madeUpNames } from './made-up-names.ts';
import { outwardOf } from './open-data.ts';
import type { Places } from './open-data.ts';

export type World = {
  calibration: Calibration;
  places: Places;
  random: Random;
  asOf: CalendarDate;
  seed: number;
};

/** The `n`th synthetic child and referral, as a clean row. */
export function childRow(n: number, world: World): ImportRow {
  const { calibration, random, asOf } = world;
  const figures = serviceOf(calibration, random);
  const received = weekday(addDays(asOf, -waitOf(figures, random)), figures);
  const born = bornOf(figures, received, random);
  const postcode = homeOf(world);
  const practice = nearest(world.places.practices, postcode, random).code;
  const school = schoolOf(born, postcode, world);
  const source = sourceOf(figures, school, world);
  const reason = random.weighted(figures.reasons);
  const name = nameOf(random);
  const stated = circumstancesOf(world, received, ageOn(born, asOf));
  const contact = contactOf(figures, received, world);
  const accepted = acceptedOf(received, contact.first_contact_date, world);
  return {
    source_system_id: `DEMO-${String(n + 1).padStart(6, '0')}`,
    nhs_number: numberOf(n, world.seed),
    given_name: name.given,
    family_name: name.family,
    date_of_birth: born,
    gender: genderOf(figures, world),
    ethnic_category: random.weighted(calibration.ethnicCategory.weights),
    postcode,
    address_line_1: `${random.between(1, 180)} Synthetic ${random.pick(['Street', 'Row', 'Terrace', 'Close', 'Lane'])}`,
    gp_practice_code: practice,
    school_urn: school,
    contact_phone: phoneOf(random),
    contact_email: random.happens(0.7) ? `family-${n + 1}@example.invalid` : '',
    main_language: '',
    service: figures.service,
    provider_code: figures.provider,
    received_date: received,
    source_of_referral: source,
    referring_organisation: referrerOf(source, practice, school),
    clinical_priority: random.weighted(figures.priority),
    primary_reason: reason,
    other_reasons: otherReasonOf(figures, reason, random),
    team_type: accepted === '' ? '' : figures.team,
    accepted_date: accepted,
    ...contact,
    circumstances: stated,
    needs: needsOf(figures, world),
    clinical_notes: notesOf(random),
  };
}

function serviceOf({ services }: Calibration, random: Random): ServiceFigures {
  const weights = Object.fromEntries(services.map(({ service, weight }) => [service, weight]));
  const asked = random.weighted(weights);
  const found = services.find(({ service }) => service === asked);
  if (found === undefined) throw new Error(`No figures for ${asked}`);
  return found;
}

function waitOf({ waits }: ServiceFigures, random: Random): number {
  const band = Number(
    random.weighted(Object.fromEntries(waits.map(({ weight }, index) => [`${index}`, weight]))),
  );
  const from = band === 0 ? 0 : (waits[band - 1]?.upToDays ?? 0) + 1;
  return random.between(from, waits[band]?.upToDays ?? from);
}

/** Referrals arrive on working days; those for a crisis on any. */
function weekday(date: CalendarDate, { from }: ServiceFigures): CalendarDate {
  const day = Temporal.PlainDate.from(date).dayOfWeek;
  return from === 'crisis' || day < 6 ? date : addDays(date, 5 - day);
}

function bornOf({ ages }: ServiceFigures, received: CalendarDate, random: Random): CalendarDate {
  const index = Number(
    random.weighted(Object.fromEntries(ages.map(([, , weight], at) => [`${at}`, weight]))),
  );
  const [from, to] = ages[index] ?? [5, 17];
  const birthday = Temporal.PlainDate.from(received).subtract({ years: random.between(from, to) });
  return calendarDate(birthday.subtract({ days: random.between(0, 363) }).toString());
}

function homeOf({ calibration, places, random }: World): string {
  const weights = places.homes.map(
    (homes, index) => homes.length * (calibration.deprivation.byDecile[index] ?? 0),
  );
  const decile = Number(random.weighted(Object.fromEntries(weights.map((weight, at) => [`${at}`, weight]))));
  return random.pick(places.homes[decile] ?? []);
}

function nearest<Place extends { outward: string }>(
  places: readonly Place[],
  postcode: string,
  random: Random,
): Place {
  const here = places.filter(({ outward }) => outward === outwardOf(postcode));
  return random.pick(here.length === 0 ? places : here);
}

/** The school for the age on the last 31 August; none before 3 and after 18. */
function schoolOf(born: CalendarDate, postcode: string, { places, random, asOf }: World): string {
  const august = `${asOf.slice(0, 4)}-08-31`;
  const start = august <= asOf ? august : `${Number(asOf.slice(0, 4)) - 1}-08-31`;
  const age = ageOn(born, calendarDate(start));
  if (age < 3 || age > 18) return '';
  const kind = random.weighted(kindsOfSchool(age));
  const fitting = places.schools.filter(({ type }) => type === kind);
  return kind === 'none' ? '' : nearest(fitting, postcode, random).urn;
}

function kindsOfSchool(age: number): Record<string, number> {
  if (age === 3) return { 'State-funded nursery': 50, none: 50 };
  if (age <= 10) return { 'State-funded primary': 95, 'State-funded special school': 4, none: 1 };
  if (age <= 15) {
    return {
      'State-funded secondary': 91,
      'State-funded special school': 4,
      'Pupil referral unit': 2,
      'Independent school': 1,
      none: 2,
    };
  }
  return { 'Post-16 college': 55, 'State-funded secondary': 30, 'State-funded special school': 4, none: 11 };
}

/** A school can only have asked for a child who has one; else the family did. */
function sourceOf({ from }: ServiceFigures, school: string, { calibration, random }: World): string {
  const source = random.weighted(calibration.sourcesOfReferral[from]);
  return school === '' && (source === 'C2' || source === 'F1') ? 'B2' : source;
}

function referrerOf(source: string, practice: string, school: string): string {
  if (source === 'C2' || source === 'F1') return school;
  if (source === 'A1') return practice;
  return source === 'F2' || source === 'F3' || source === 'H1' ? 'RXP' : '';
}

/** Numbers that are never issued, no two alike: the stride shares no factor with the 900,000 that there are. */
function numberOf(n: number, seed: number): string {
  return nthTestNhsNumber((((seed % 900_000) + 900_000) * 104_729 + n * 7_919) % 900_000);
}

function nameOf(random: Random): { given: string; family: string } {
  const given = random.pick(madeUpNames.given);
  return { given, family: random.pick(random.happens(0.03) ? madeUpNames.unusual : madeUpNames.family) };
}

/** Numbers that Ofcom keeps for drama. */
function phoneOf(random: Random): string {
  const last = String(random.between(0, 999)).padStart(3, '0');
  if (random.happens(0.1)) return '';
  return random.happens(0.75) ? `07700 900${last}` : `01632 960${last}`;
}

function genderOf({ female }: ServiceFigures, { calibration, random }: World): string {
  const { neither, notKnown } = calibration.genderNotBinary;
  const rest = 1 - neither - notKnown;
  return random.weighted({ '1': rest * (1 - female), '2': rest * female, '9': neither, X: notKnown });
}

function otherReasonOf({ otherReasons }: ServiceFigures, reason: string, random: Random): string {
  const other = random.weighted(
    Object.fromEntries(Object.entries(otherReasons).map(([code, w]) => [`r${code}`, w])),
  );
  return other.slice(1) === reason ? '' : other.slice(1);
}

type FirstContact = Pick<
  ImportRow,
  'first_contact_date' | 'first_contact_attendance' | 'first_contact_mechanism'
>;

/** What became of the first appointment, if it has been and gone. */
function contactOf(
  { seen }: ServiceFigures,
  received: CalendarDate,
  { calibration, random, asOf }: World,
): FirstContact {
  const fate = random.weighted({
    seen,
    notBrought: calibration.notBrought.share,
    cancelled: calibration.cancelled.share,
    none: 1 - seen - calibration.notBrought.share - calibration.cancelled.share,
  });
  const waited = daysBetween(received, asOf);
  const on = addDays(received, random.between(Math.floor(waited * 0.3), waited));
  const attendance = { seen: ['5', '5', '5', '6'], notBrought: ['3'], cancelled: ['2', '4'] }[fate];
  if (attendance === undefined) {
    return { first_contact_date: '', first_contact_attendance: '', first_contact_mechanism: '' };
  }
  return {
    first_contact_date: on,
    first_contact_attendance: random.pick(attendance),
    first_contact_mechanism: random.weighted({ '01': 70, '11': 18, '02': 12 }),
  };
}

function acceptedOf(
  received: CalendarDate,
  firstContact: string,
  { calibration, random, asOf }: World,
): string {
  const accepted = addDays(received, random.between(1, 28));
  const taken = random.happens(calibration.accepted.share);
  if (firstContact !== '') return accepted < firstContact ? accepted : received;
  return taken && accepted <= asOf ? accepted : '';
}

/** The ages at which a circumstance can be: a care leaver is at least 16, for example. */
const agesFor: Partial<Record<CircumstanceId, readonly [number, number]>> = {
  'care-leaver': [16, 25],
  'looked-after': [0, 17],
  'child-protection-plan': [0, 17],
  'child-in-need': [0, 17],
  'exclusion-risk': [4, 18],
  'persistent-absence': [5, 18],
  'part-time-timetable': [4, 18],
  'no-school-place': [5, 18],
  'youth-justice': [10, 17],
  'young-carer': [6, 25],
};

function circumstancesOf({ calibration, random }: World, received: CalendarDate, age: number): string {
  const shares = calibration.circumstances.shares;
  return circumstances
    .filter(({ id }) => {
      const [from, to] = agesFor[id] ?? [0, 25];
      return random.happens(shares[id] ?? 0) && age >= from && age <= to;
    })
    .map(({ id }) => (random.happens(0.5) ? `${id}@${addDays(received, -random.between(0, 20))}` : id))
    .join(';');
}

function needsOf({ from }: ServiceFigures, { calibration, random }: World): string {
  if (!random.happens(calibration.needs.profiled)) return '';
  const weights = { ...calibration.needs.byService[from] };
  const domains = Array.from({ length: random.between(1, 6) }, () => {
    const domain = random.weighted(weights) as keyof typeof weights;
    delete weights[domain];
    return domain;
  });
  const impact = () => random.weighted({ '0': 20, '1': 30, '2': 30, '3': 20 });
  return domains.map((domain) => `${domain}:${random.between(1, 3)}/${impact()}/${impact()}`).join(';');
}

const observations = [
  'Synthetic note: mornings before school are the hardest part of the day.',
  'Synthetic note: a small group at lunch has helped, says school.',
  'Synthetic note: sleep is short; the family keeps a diary, and a routine.',
  'Synthetic note: likes maps, trains and drawing; talks freely about them.',
  'Synthetic note: family asks for letters "in plain words", by post.',
  'Synthetic note: noise and crowds are avoided; headphones help.',
];

function notesOf(random: Random): string {
  if (random.happens(0.5)) return '';
  const note = random.pick(observations);
  return random.happens(0.02) ? `${note}\r\nA second line, as some systems write.` : note;
}
