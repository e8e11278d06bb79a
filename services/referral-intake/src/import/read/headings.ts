import type { ImportColumn } from '../domain/columns.ts';

/**
 * What people and systems call our columns, without case, spaces and signs. Of MHSDS, the names in the tables MHS001,
 * MHS002, MHS101, MHS102, MHS103 and MHS201 of versions 5 and 6.
 */
const calledSo: Readonly<Record<ImportColumn, readonly string[]>> = {
  source_system_id: ['servicerequestid', 'referralid', 'refid', 'id', 'referralnumber', 'recordid', 'ubrn'],
  nhs_number: ['nhsnumber', 'nhsno', 'nhs', 'nhsnum'],
  given_name: ['persongivenname', 'givenname', 'forename', 'firstname', 'forenames', 'first'],
  family_name: ['personfamilyname', 'familyname', 'surname', 'lastname', 'last'],
  date_of_birth: ['personbirthdate', 'dateofbirth', 'dob', 'birthdate', 'born'],
  gender: ['genderidcode', 'gender', 'sex', 'statedgender'],
  ethnic_category: ['ethniccategory', 'ethniccategory2021', 'ethnicity', 'ethnicgroup', 'ethnicorigin'],
  postcode: ['postcode', 'homepostcode', 'postcodeofusualaddress'],
  address_line_1: ['addressline1', 'address', 'address1', 'street'],
  gp_practice_code: ['gmpreg', 'gmpcodereg', 'gppracticecode', 'gppractice', 'practicecode', 'gp'],
  school_urn: ['schoolurn', 'urn', 'school', 'schoolcode'],
  contact_phone: ['contactphone', 'phone', 'telephone', 'mobile', 'telephonenumber', 'phonenumber'],
  contact_email: ['contactemail', 'email', 'emailaddress'],
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
  other_reasons: ['otherreasonrefermh', 'otherreasons', 'otherreason', 'secondaryreason'],
  team_type: ['servteamtypereftomh', 'servteamtypemh', 'teamtype', 'team'],
  accepted_date: ['accepteddate', 'dateaccepted', 'referralaccepteddate', 'acceptedon'],
  first_contact_date: ['carecontdate', 'firstcontactdate', 'firstappointment', 'firstappointmentdate'],
  first_contact_attendance: ['attendstatus', 'attendordnacode', 'firstcontactattendance', 'attendance'],
  first_contact_mechanism: ['consmechanismmh', 'consmediumused', 'firstcontactmechanism', 'contactmechanism'],
  circumstances: ['circumstances', 'vulnerabilities', 'flags'],
  needs: ['needs', 'needsprofile'],
  clinical_notes: ['clinicalnotes', 'notes', 'comments', 'details', 'freetext'],
};

const columnCalled = new Map(
  (Object.entries(calledSo) as [ImportColumn, readonly string[]][]).flatMap(([column, names]) =>
    [column, ...names].map((name) => [plain(name), column]),
  ),
);

/** What a column is called that holds the whole name of a child. */
const wholeNames = new Set([
  ...['name', 'fullname', 'childname', 'childsname', 'nameofchild', 'nameofchildoryoungperson'],
  ...['patientname', 'patient', 'clientname', 'pupilname', 'studentname', 'youngpersonname', 'child'],
]);

/** A heading without case, spaces and signs: what stays the same when a person writes it a little differently. */
export function plain(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The columns that headings stand for, each once, by the place of the heading. A column of whole names stands for both
 * names, to be split.
 */
export function guessed(names: readonly string[]): ReadonlyMap<ImportColumn, number> {
  const places = new Map<ImportColumn, number>();
  names.forEach((name, place) => {
    const column = columnCalled.get(plain(name));
    if (column !== undefined && !places.has(column)) places.set(column, place);
  });
  const whole = names.findIndex((name) => wholeNames.has(plain(name)));
  if (whole >= 0 && !places.has('given_name') && !places.has('family_name'))
    for (const column of ['given_name', 'family_name'] as const) places.set(column, whole);
  return places;
}

/** Whether the headings are those of an extract of the Mental Health Services Data Set. */
export function areOfMhsds(names: readonly string[]): boolean {
  const found = new Set(names.map(plain));
  return found.has('servicerequestid') && found.has('referralrequestreceiveddate');
}

/** Whether a first line can be headings at all: some words, none of them twice. */
export function canBeMatched(names: readonly string[]): boolean {
  const words = names.filter((name) => /\p{L}/u.test(name) && name.length <= 100).map(plain);
  return words.length >= 3 && new Set(words).size === words.length;
}
