import type { CircumstanceId } from '@waymark/care-types';
import type { ImportColumn } from '../domain/columns.ts';

/**
 * What people and systems call our columns, without case, spaces and signs. Of MHSDS, the names in the tables MHS001,
 * MHS002, MHS101, MHS102, MHS103 and MHS201 of versions 5 and 6. Of two headings for one column, the name that stands first
 * here is looked at first, and the next where its cell is empty.
 */
const calledSo: Readonly<Record<ImportColumn, readonly string[]>> = {
  source_system_id: [
    ...['servicerequestid', 'referralid', 'refid', 'ref', 'referralref', 'referralreference', 'reference'],
    ...['referralnumber', 'recordid', 'ubrn', 'id'],
  ],
  nhs_number: ['nhsnumber', 'nhsno', 'nhs', 'nhsnum'],
  given_name: [
    'persongivenname',
    'givenname',
    'forename',
    'firstname',
    'forenames',
    'first',
    'childforename',
    'childfirstname',
  ],
  family_name: [
    'personfamilyname',
    'familyname',
    'surname',
    'lastname',
    'last',
    'childsurname',
    'childlastname',
  ],
  date_of_birth: ['personbirthdate', 'dateofbirth', 'dob', 'birthdate', 'born'],
  gender: ['genderidcode', 'gender', 'sex', 'statedgender'],
  ethnic_category: ['ethniccategory', 'ethniccategory2021', 'ethnicity', 'ethnicgroup', 'ethnicorigin'],
  postcode: ['postcode', 'homepostcode', 'postcodeofusualaddress'],
  address_line_1: ['addressline1', 'address', 'address1', 'street'],
  gp_practice_code: [
    'gmpcodereg',
    'gmpreg',
    'gppracticecode',
    'gppractice',
    'practicecode',
    'gp',
    'surgery',
    'practice',
    'gpsurgery',
    'registeredgp',
  ],
  school_urn: ['schoolurn', 'urn', 'orgideduestab', 'school', 'schoolcode', 'schoolname', 'nameofschool'],
  contact_phone: ['contactphone', 'phone', 'telephone', 'mobile', 'telephonenumber', 'phonenumber'],
  contact_email: ['contactemail', 'email', 'emailaddress'],
  main_language: [
    'languagecodepreferred',
    'mainlanguage',
    'language',
    'firstlanguage',
    'preferredlanguage',
    'homelanguage',
  ],
  service: ['service', 'serviceaskedfor', 'servicereferredto', 'referredto', 'assessmenttype'],
  provider_code: ['orgidprov', 'providercode', 'provider', 'orgcodeprov', 'trust', 'providerods'],
  received_date: [
    ...['referralrequestreceiveddate', 'receiveddate', 'datereceived', 'referraldate', 'dateofreferral'],
    ...['referralreceived', 'referralreceiveddate', 'received'],
  ],
  source_of_referral: ['sourceofreferralmh', 'sourceofreferral', 'referralsource', 'source', 'referredby'],
  referring_organisation: ['orgidreferring', 'orgidreferringorg', 'referringorganisation', 'referrercode'],
  clinical_priority: [
    ...['clinresppriortype', 'clinrespprioritytype', 'clinicalpriority', 'clinicalresponsepriority'],
    ...['priority', 'urgency'],
  ],
  primary_reason: ['primreasonreferralmh', 'primaryreason', 'reasonforreferral', 'reason', 'referralreason'],
  other_reasons: [
    'otherreasonrefermh',
    'otherreasons',
    'otherreason',
    'secondaryreason',
    'otherreasonsforreferral',
  ],
  team_type: ['servteamtypereftomh', 'servteamtypemh', 'teamtype', 'team'],
  accepted_date: ['accepteddate', 'dateaccepted', 'referralaccepteddate', 'acceptedon'],
  first_contact_date: ['carecontdate', 'firstcontactdate', 'firstappointment', 'firstappointmentdate'],
  first_contact_attendance: ['attendstatus', 'attendordnacode', 'firstcontactattendance', 'attendance'],
  first_contact_mechanism: [
    'consmechanismmh',
    'consmediumused',
    'firstcontactmechanism',
    'contactmechanism',
    'conscontactmedium',
  ],
  circumstances: ['circumstances', 'vulnerabilities', 'flags'],
  needs: ['needs', 'needsprofile'],
  clinical_notes: ['clinicalnotes', 'notes', 'comments', 'details', 'freetext'],
};

const columnCalled = new Map(
  (Object.entries(calledSo) as [ImportColumn, readonly string[]][]).flatMap(([column, names]) =>
    [column, ...names].map((name) => [plain(name), column]),
  ),
);

/** A heading without case, spaces and signs: what stays the same when a person writes it a little differently. */
export function plain(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What a column is called that holds the whole name of a child. */
const wholeNames = new Set([
  ...['name', 'fullname', 'childname', 'childsname', 'nameofchild', 'nameofchildoryoungperson'],
  ...['patientname', 'patient', 'clientname', 'pupilname', 'studentname', 'youngpersonname', 'child'],
]);

/** What people and systems call a column that says yes or no of a circumstance. Of MHSDS, the names in table MHS005. */
const saysSo: Readonly<Partial<Record<CircumstanceId, readonly string[]>>> = {
  'looked-after': [
    ...['lacstatus', 'lac', 'cla', 'lookedafter', 'lookedafterchild', 'childlookedafter', 'incare'],
    ...['isthechildlookedafter', 'childincare'],
  ],
  'child-protection-plan': [
    ...['cpp', 'cpplan', 'childprotectionplan', 'childprotection', 'onchildprotectionplan', 'cp'],
    ...['subjecttochildprotectionplan'],
  ],
  'child-in-need': ['cin', 'cinplan', 'childinneed', 'childinneedplan'],
  'young-carer': ['youngcarer', 'isayoungcarer', 'carer'],
  'care-leaver': ['careleaver'],
  adopted: ['adopted', 'specialguardianship', 'adoptedorsgo', 'sgo'],
  'ehc-plan': ['ehcp', 'ehcplan', 'ehc', 'educationhealthandcareplan', 'educationalassessoutcome'],
  'exclusion-risk': ['riskofexclusion', 'exclusionrisk', 'atriskofexclusion'],
  'persistent-absence': ['persistentabsence', 'persistentlyabsent'],
  'part-time-timetable': ['parttimetimetable', 'reducedtimetable'],
  'no-school-place': ['noschoolplace', 'cme', 'notinschool', 'neet'],
  'youth-justice': ['youthjustice', 'yot', 'knowntoyot', 'knowntoyouthjustice'],
  'armed-forces-family': ['armedforcesfamily', 'servicechild', 'armedforces'],
  refugee: ['refugee', 'asylumseeker', 'refugeeorasylum', 'uasc'],
  pregnant: ['pregnant', 'youngparent'],
};

const circumstanceCalled = new Map(
  (Object.entries(saysSo) as [CircumstanceId, readonly string[]][]).flatMap(([id, names]) =>
    [id, ...names].map((name) => [plain(name), id]),
  ),
);

/** The headings that say yes or no of a circumstance, by place. */
export function circumstancesIn(names: readonly string[]): ReadonlyMap<number, CircumstanceId> {
  const taken = new Set<CircumstanceId>();
  return new Map(
    names.flatMap((name, place): [number, CircumstanceId][] => {
      const id = circumstanceCalled.get(plain(name));
      if (id === undefined || taken.has(id)) return [];
      taken.add(id);
      return [[place, id]];
    }),
  );
}

/** Columns that MHSDS has under two names, of which either may be empty. */
const inTwo: readonly ImportColumn[] = ['gender', 'ethnic_category', 'gp_practice_code'];

/**
 * The columns that headings stand for by their name, each once, and where to look where that cell is empty. A column of
 * whole names stands for both names, to be split.
 */
export function guessed(names: readonly string[]): {
  places: ReadonlyMap<ImportColumn, number>;
  otherwise: ReadonlyMap<ImportColumn, number>;
} {
  const places = new Map<ImportColumn, number>();
  const otherwise = new Map<ImportColumn, number>();
  const found = Map.groupBy(
    names.flatMap((name, place) => {
      const column = columnCalled.get(plain(name));
      return column === undefined ? [] : [{ column, place, rank: calledSo[column].indexOf(plain(name)) }];
    }),
    ({ column }) => column,
  );
  for (const [column, headings] of found) {
    const [first, second] = headings.toSorted((a, b) => a.rank - b.rank || a.place - b.place);
    if (first) places.set(column, first.place);
    if (first && second && inTwo.includes(column)) otherwise.set(column, second.place);
  }
  const whole = names.findIndex((name) => wholeNames.has(plain(name)));
  if (whole >= 0 && !places.has('given_name') && !places.has('family_name'))
    for (const column of ['given_name', 'family_name'] as const) places.set(column, whole);
  return { places, otherwise };
}

/** Whether the headings are those of an extract of the Mental Health Services Data Set. */
export function areOfMhsds(names: readonly string[]): boolean {
  const found = new Set(names.map(plain));
  return found.has('servicerequestid') && found.has('referralrequestreceiveddate');
}

/** Whether a first line can be headings at all: some words. */
export function canBeMatched(names: readonly string[]): boolean {
  return names.filter((name) => /\p{L}/u.test(name) && name.length <= 100).length >= 3;
}
