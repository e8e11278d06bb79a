import {
  attendance,
  type CalendarDate,
  clinicalPriority,
  consultationMechanism,
  ethnicCategory,
  Language,
  NeedDomain,
  needFrom,
  NeedImpact,
  NhsNumber,
  OdsCode,
  primaryReason as primaryReasons,
  services,
  sourceOfReferral,
  StatedPostcode,
  statedGender,
  teamType,
  type CodeIn,
  type ServiceAskedFor,
} from '@waymark/care-types';
import { z } from 'zod';
import {
  faultsOfBirthAndReceipt,
  faultsOfDates,
  type Fault,
  type Part,
} from '../../referral/domain/faults.ts';
import { numberOfNobody, placeOf } from '../../person/domain/stated-child.ts';
import type { WrittenName } from '../../person/domain/names/alike.ts';
import { providerOf } from '../../referral/index.ts';
import { isNeed } from '../../shared/domain/stated-needs.ts';
import {
  organisationWritten,
  type OrganisationKind,
  type Organisations,
} from '../../shared/domain/organisations.ts';
import type { NewReferral } from '../../referral/domain/referral-record.ts';
import { statedBy, StatedCircumstance } from '../../referral/domain/stated-circumstance.ts';
import { Email, line, longestNotes, Notes, personName, Phone } from '../../shared/domain/text.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { Day } from '../domain/day.ts';
import { isRounded, rounded } from '../read/cells.ts';
import { exampleId } from '../import-referrals/template.ts';
import { readerOf, type Cells, type Problem, type Reader, type SetAside } from './reader.ts';

export type { Cells, Problem, SetAside } from './reader.ts';

type PrimaryReason = CodeIn<typeof primaryReasons>;

export type ReadRow =
  | {
      kind: 'read';
      sourceId: string;
      asked: NewReferral;
      setAside: SetAside[];
      /** Columns of which the row says nothing that can be read: what is asked has what stands in for it. */
      silent: ImportColumn[];
    }
  | {
      kind: 'wrong';
      problems: Problem[];
      setAside: SetAside[];
      /** Whose row it is, as far as that can be read: what else is wrong with it is then found out too. */
      whose: { sourceId: string; provider: OdsCode; name: WrittenName } | undefined;
    };

/** A number in all its digits. */
const unrounded = z.string().refine((text) => !isRounded(text), { error: rounded, abort: true });

const SourceId = unrounded
  .regex(
    /^[\p{L}\p{N}#(/][\p{L}\p{N} ._:;,/\\#()&+'|@*[\]-]{0,99}$/u,
    'The id must have letters, digits, spaces and signs such as / . - # alone, at most 100 of them',
  )
  .refine((id) => id !== exampleId, 'This is the example row of the template. Take it out');

const needWords =
  'Each need is written alone or with its impact 0 to 3 at home, at school and out and about, - where it is not said, like sleep:3/1/0;change:2/-/2;anxiety';

/** An impact as it is written, or that it is not said. */
const impactWritten = '(?:[0-3]|-|\\?|not said)?';
const needWritten = new RegExp(
  `^([a-z-]+)(?: *: *(${impactWritten})(?: */ *(${impactWritten})(?: */ *(${impactWritten}))?)?)?$`,
  'i',
);

const WrittenNeed = z.string().transform((written, context) => {
  const refused = (message = needWords) => {
    context.issues.push({ code: 'custom', message, input: '' });
    return z.NEVER;
  };
  const [, domain, ...impacts] = needWritten.exec(written) ?? [];
  if (domain === undefined) return refused();
  const known = NeedDomain.safeParse(domain.toLowerCase());
  if (!known.success) return refused(known.error.issues[0]?.message);
  const [home, school, community] = impacts.map((impact) => NeedImpact.safeParse(Number(impact || NaN)).data);
  return needFrom(known.data, { home, school, community });
});

/**
 * The referral of a row, or everything that is wrong with the row. A detail that cannot be read costs that detail alone:
 * only without an id, a name, a birth date, a service or a received date there is no referral. `today` is the date in
 * London.
 */
export function readRow(
  cells: Cells,
  {
    organisations,
    today,
    columns = new Set(),
  }: {
    organisations: Organisations;
    today: CalendarDate;
    /** The columns that the file has. */
    columns?: ReadonlySet<ImportColumn>;
  },
): ReadRow {
  const reader = readerOf(cells);
  const { needed, by, coded, rejects, setAside } = reader;
  const sourceId = needed('source_system_id', by(SourceId));
  const names = namesOf(cells, reader);
  const dateOfBirth = needed('date_of_birth', by(Day));
  const service = needed('service', coded(services));
  const receivedOn = needed('received_date', by(Day));
  const core = { ...names, dateOfBirth, service, receivedOn };
  const rest = restOf(reader, core, organisations);
  if (columns.has('clinical_priority') && cells.clinical_priority === undefined)
    setAside.push({ column: 'clinical_priority', says: `No priority is given. ${asRoutine}` });
  rejects.push(
    ...faultsOfBirthAndReceipt(core, today).map(({ part, says }) => ({ column: columnOf[part], says })),
  );
  if (sourceId !== undefined && isWhole(core) && rejects.length === 0) {
    const asked = askedOf(core, rest);
    const faults = faultsOfDates(asked, today);
    return {
      ...{ kind: 'read', sourceId, asked: withoutFaults(asked, faults, reader), setAside },
      silent: standIns.filter(
        (column) => cells[column] === undefined || setAside.some((each) => each.column === column),
      ),
    };
  }
  const { givenName, familyName } = names;
  const { provider } = rest;
  const isKnown = sourceId !== undefined && provider !== undefined;
  return {
    ...{ kind: 'wrong', problems: once(rejects), setAside },
    whose:
      isKnown && givenName !== undefined && familyName !== undefined
        ? { sourceId, provider, name: { givenName, familyName } }
        : undefined,
  };
}

/** What stands where no priority can be read: it must not stand there unsaid. */
const asRoutine = 'Where none was given before, it is taken as routine';

/** Columns for which something stands in where a row says nothing. */
const standIns: readonly ImportColumn[] = [
  ...(['gender', 'ethnic_category', 'provider_code', 'source_of_referral', 'clinical_priority'] as const),
  ...(['primary_reason', 'other_reasons', 'circumstances', 'needs'] as const),
];

type Core = {
  givenName: string;
  familyName: string;
  dateOfBirth: CalendarDate;
  service: ServiceAskedFor;
  receivedOn: CalendarDate;
};

function isWhole(core: { [Part in keyof Core]: Core[Part] | undefined }): core is Core {
  return Object.values(core).every((part) => part !== undefined);
}

/** Some people have one name: a row needs either. */
function namesOf({ given_name: given, family_name: family }: Cells, { needed, by, aside }: Reader) {
  const isNone = (name: string | undefined) => name !== undefined && !/\p{L}/u.test(name);
  if (isNone(given) && family !== undefined && !isNone(family)) {
    aside('given_name', 'A name has at least one letter');
    return { givenName: '', familyName: needed('family_name', by(personName('The family name'))) };
  }
  if (isNone(family) && given !== undefined && !isNone(given)) {
    aside('family_name', 'A name has at least one letter');
    return { familyName: '', givenName: needed('given_name', by(personName('The given name'))) };
  }
  return {
    givenName:
      given === undefined && family !== undefined
        ? ''
        : needed('given_name', by(personName('The given name'))),
    familyName:
      family === undefined && given !== undefined
        ? ''
        : needed('family_name', by(personName('The family name'))),
  };
}

type Rest = ReturnType<typeof restOf>;

/** Everything without which a row can be taken, with what stands in where nothing is said. */
function restOf(
  reader: Reader,
  { service }: { service: ServiceAskedFor | undefined },
  organisations: Organisations,
) {
  const { optional, list, by, coded } = reader;
  const organisation = (column: ImportColumn, kind?: OrganisationKind) =>
    organisationOf(reader, column, organisations, kind);
  const primaryReason = optional('primary_reason', coded(primaryReasons)) ?? reasonOf[service ?? ''] ?? 'X';
  return {
    nhsNumber: optional('nhs_number', (text) => {
      const read = by(unrounded.pipe(NhsNumber))(text);
      const nobodys = 'value' in read ? numberOfNobody(read.value) : undefined;
      return nobodys === undefined ? read : { says: nobodys };
    }),
    gender: optional('gender', coded(statedGender)) ?? 'X',
    ethnicCategory: optional('ethnic_category', coded(ethnicCategory)) ?? '99',
    ...placeOf({
      postcode: optional('postcode', by(StatedPostcode)),
      address: optional('address_line_1', by(line('The address', 200))),
    }),
    practice: organisation('gp_practice_code', 'practice'),
    school: organisation('school_urn', 'school'),
    phone: optional('contact_phone', by(unrounded.pipe(Phone))),
    email: optional('contact_email', by(Email)),
    mainLanguage: optional('main_language', by(Language)),
    provider: providerWritten(reader, organisations) ?? (service && providerOf(service)),
    source: optional('source_of_referral', coded(sourceOfReferral)) ?? 'X',
    organisation: organisation('referring_organisation'),
    priority:
      optional('clinical_priority', (text) => {
        const read = coded(clinicalPriority)(text);
        return 'value' in read ? read : { says: `${read.says}. ${asRoutine}` };
      }) ?? '3',
    primaryReason,
    otherReasons: list('other_reasons', coded(primaryReasons), (code) => code).filter(
      (code) => code !== primaryReason,
    ),
    team: optional('team_type', coded(teamType)),
    acceptedOn: optional('accepted_date', by(Day)),
    contact: contactOf(reader),
    circumstances: list('circumstances', by(StatedCircumstance), ({ id }) => id),
    needs: list('needs', by(WrittenNeed), ({ domain }) => domain).filter(isNeed),
    notes: notesOf(reader),
  };
}

/** The reason that a service itself says, where a row says none. */
const reasonOf: Readonly<Partial<Record<string, PrimaryReason>>> = {
  'autism-assessment': '25',
  'adhd-assessment': '24',
  'autism-and-adhd-assessment': '25',
  'eating-disorder': '12',
  'camhs-crisis': '18',
};

/** By its code or its whole name. A code that our lists do not have is kept, and said to be so. */
function organisationOf(
  { optional, aside }: Reader,
  column: ImportColumn,
  organisations: Organisations,
  kind?: OrganisationKind,
): string | undefined {
  return optional(column, (text) => {
    const written = organisationWritten(organisations, text, kind);
    if (written === undefined) return { says: notListed[kind ?? 'any'] };
    const isNone = written.is === 'not known' || (written.is === 'none' && kind !== 'practice');
    if (isNone && column === 'provider_code')
      return { says: 'This code names no provider: the usual one of the service is taken' };
    if (written.is === 'not known' || isNone) return { value: undefined };
    if (written.is === 'unlisted') aside(column, 'This code is not in our list. It is kept as it is');
    return { value: written.code };
  });
}

const notListed: Readonly<Record<OrganisationKind | 'any', string>> = {
  practice: 'This is neither the ODS code of a GP practice nor the whole name of one in the list',
  school: 'This is neither the URN of a school nor the whole name of one in the list',
  trust: 'This is neither the ODS code of a provider, such as RX3, nor the whole name of one in the list',
  any: 'This is neither the URN of a school nor the ODS code of a practice or a trust, nor the whole name of one in the list',
};

function providerWritten(reader: Reader, organisations: Organisations): OdsCode | undefined {
  const code = organisationOf(reader, 'provider_code', organisations, 'trust');
  return code === undefined ? undefined : OdsCode.parse(code);
}

/** A first contact has its day, what became of it and how it was held; where one cannot be read, there is none. */
function contactOf({ optional, by, coded, aside }: Reader): NewReferral['knownContacts'][number] | undefined {
  const on = optional('first_contact_date', by(Day));
  const attended = optional('first_contact_attendance', coded(attendance));
  const mechanism = optional('first_contact_mechanism', coded(consultationMechanism));
  if (on !== undefined && attended !== undefined && mechanism !== undefined)
    return { on, attendance: attended, mechanism };
  const given = Object.entries({
    first_contact_date: on,
    first_contact_attendance: attended,
    first_contact_mechanism: mechanism,
  }).filter(([, part]) => part !== undefined);
  for (const [column] of given)
    aside(column as ImportColumn, 'A first contact needs its date, its attendance and how it was held');
  return undefined;
}

/** Notes that are too long are cut, not lost. */
function notesOf({ optional, by, aside }: Reader): string | undefined {
  return optional('clinical_notes', (text) => {
    if (text.length <= longestNotes) return by(Notes)(text);
    aside('clinical_notes', `Only the first ${longestNotes.toLocaleString('en-GB')} characters are kept`, '');
    return by(Notes)(text.slice(0, longestNotes));
  });
}

function askedOf(core: Core, { contact, provider, circumstances, ...rest }: Rest): NewReferral {
  const {
    nhsNumber,
    gender,
    ethnicCategory,
    postcode,
    address,
    practice,
    school,
    phone,
    email,
    mainLanguage,
  } = rest;
  const { givenName, familyName, dateOfBirth, service, receivedOn } = core;
  return {
    child: {
      ...{ givenName, familyName, dateOfBirth, nhsNumber, gender, ethnicCategory, postcode, address },
      ...{ practice, school, phone, email, mainLanguage },
    },
    ...{ service, receivedOn, provider: provider ?? providerOf(service) },
    source: rest.source,
    organisation: rest.organisation,
    priority: rest.priority,
    primaryReason: rest.primaryReason,
    otherReasons: rest.otherReasons,
    team: rest.team,
    acceptedOn: rest.acceptedOn,
    knownContacts: contact ? [contact] : [],
    circumstances: statedBy(circumstances, 'import'),
    needs: rest.needs,
    notes: rest.notes,
  };
}

/** The referral without what the rules of dates find wrong with it, each noted as set aside. */
function withoutFaults(asked: NewReferral, faults: readonly Fault[], { aside }: Reader): NewReferral {
  const parts = new Set(faults.map(({ part }) => part));
  for (const { part, says } of faults) aside(columnOf[part], says);
  return {
    ...asked,
    ...(parts.has('acceptedOn') && { acceptedOn: undefined }),
    ...(parts.has('contactOn') && { knownContacts: [] }),
    ...(parts.has('circumstances') && {
      circumstances: asked.circumstances.map(({ since: _since, ...each }) => each),
    }),
  };
}

const columnOf: Readonly<Record<Part, ImportColumn>> = {
  dateOfBirth: 'date_of_birth',
  receivedOn: 'received_date',
  source: 'source_of_referral',
  priority: 'clinical_priority',
  primaryReason: 'primary_reason',
  otherReasons: 'other_reasons',
  team: 'team_type',
  acceptedOn: 'accepted_date',
  contactOn: 'first_contact_date',
  contactMechanism: 'first_contact_mechanism',
  circumstances: 'circumstances',
};

/** One problem for each column: the first says enough. */
function once(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ column }, place) => problems.findIndex((other) => other.column === column) === place,
  );
}
