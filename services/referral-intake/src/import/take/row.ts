import {
  Attendance,
  type CalendarDate,
  ClinicalPriority,
  ConsultationMechanism,
  EthnicCategory,
  NeedDomain,
  NeedImpact,
  NeedsProfile,
  NhsNumber,
  OdsCode,
  Postcode,
  PrimaryReason,
  ServiceAskedFor,
  SourceOfReferral,
  StatedGender,
  TeamType,
} from '@waymark/care-types';
import { z } from 'zod';
import { faultsIn, type Part } from '../../referral/domain/faults.ts';
import type { OrganisationKind, Organisations } from '../../shared/domain/organisations.ts';
import type { NewReferral } from '../../referral/domain/referral-record.ts';
import { statedBy, StatedCircumstances } from '../../referral/domain/stated-circumstance.ts';
import { Email, line, Notes, personName, Phone } from '../../shared/domain/text.ts';
import { neededColumns, type ImportColumn } from '../domain/columns.ts';
import { isRounded, rounded } from '../read/cells.ts';
import { Day } from '../domain/day.ts';
import { exampleId } from '../import-referrals/template.ts';

/** The cells of a row by column, as text without the space around it; an empty cell is not there. */
export type Cells = Readonly<Partial<Record<ImportColumn, string>>>;

/** What is wrong with a cell, and what is allowed. No column: the row as a whole. */
export type Problem = { column: ImportColumn | null; says: string };

export type ReadRow =
  { kind: 'read'; sourceId: string; asked: NewReferral } | { kind: 'wrong'; problems: Problem[] };

/** A number in all its digits. */
const unrounded = z.string().refine((text) => !isRounded(text), { error: rounded, abort: true });

const SourceId = unrounded
  .regex(
    /^[\p{L}\p{N}#(/][\p{L}\p{N} ._:;,/\\#()&+'|@*[\]-]{0,99}$/u,
    'The id must have letters, digits, spaces and signs such as / . - # alone, at most 100 of them',
  )
  .refine((id) => id !== exampleId, 'This is the example row of the template. Take it out');

const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (text) =>
      typeof text === 'string'
        ? text
            .split(';')
            .map((part) => part.trim())
            .filter(Boolean)
        : text,
    z.array(item).max(50, 'The list must have at most 50 parts'),
  );

const needWords =
  'Each need is written with its impact 0 to 3 at home, at school and out and about, like sleep:3/1/0;change:2/3/2';

const WrittenNeed = z.string().transform((written, context) => {
  const [, domain, home, school, community] =
    /^([a-z-]+) *: *([0-3]) *\/ *([0-3]) *\/ *([0-3])$/.exec(written) ?? [];
  const known = NeedDomain.safeParse(domain);
  if (domain !== undefined && !known.success) {
    context.issues.push({ code: 'custom', message: known.error.issues[0]?.message, input: '' });
    return z.NEVER;
  }
  const impacts = z
    .tuple([NeedImpact, NeedImpact, NeedImpact])
    .safeParse([home, school, community].map(Number));
  if (!known.success || !impacts.success) {
    context.issues.push({ code: 'custom', message: needWords, input: '' });
    return z.NEVER;
  }
  const [atHome, atSchool, outAndAbout] = impacts.data;
  return { domain: known.data, home: atHome, school: atSchool, community: outAndAbout };
});

const Row = z.strictObject({
  source_system_id: SourceId,
  nhs_number: unrounded.pipe(NhsNumber).optional(),
  given_name: personName('The given name'),
  family_name: personName('The family name'),
  date_of_birth: Day,
  gender: StatedGender,
  ethnic_category: EthnicCategory,
  postcode: Postcode.optional(),
  address_line_1: line('The address', 200).optional(),
  gp_practice_code: z.string().optional(),
  school_urn: z.string().optional(),
  contact_phone: unrounded.pipe(Phone).optional(),
  contact_email: Email.optional(),
  service: ServiceAskedFor,
  provider_code: OdsCode,
  received_date: Day,
  source_of_referral: SourceOfReferral,
  referring_organisation: z.string().optional(),
  clinical_priority: ClinicalPriority,
  primary_reason: PrimaryReason,
  other_reasons: list(PrimaryReason).default([]),
  team_type: TeamType.optional(),
  accepted_date: Day.optional(),
  first_contact_date: Day.optional(),
  first_contact_attendance: Attendance.optional(),
  first_contact_mechanism: ConsultationMechanism.optional(),
  circumstances: list(z.string()).default([]).pipe(StatedCircumstances),
  needs: list(WrittenNeed).default([]).pipe(NeedsProfile),
  clinical_notes: Notes.optional(),
} satisfies Record<ImportColumn, z.ZodType>);
type Row = z.output<typeof Row>;

/** The referral of a row, or everything that is wrong with the row. `today` is the date in London. */
export function readRow(
  cells: Cells,
  { organisations, today }: { organisations: Organisations; today: CalendarDate },
): ReadRow {
  const read = Row.safeParse(cells);
  const missing = neededColumns.filter((column) => cells[column] === undefined);
  if (!read.success) {
    const problems = read.error.issues
      .map((issue) => ({ column: issue.path[0] as ImportColumn, says: issue.message }))
      .filter(({ column }) => !missing.includes(column));
    return {
      kind: 'wrong',
      problems: [...missing.map((column) => ({ column, says: 'This is needed' })), ...once(problems)],
    };
  }
  const row = read.data;
  const asked = askedOf(row);
  const problems = [
    ...unlisted(row, organisations),
    ...contactFaults(row),
    ...faultsIn(asked, today).map(({ part, says }) => ({ column: columnOf[part], says })),
  ];
  return problems.length > 0
    ? { kind: 'wrong', problems: once(problems) }
    : { kind: 'read', sourceId: row.source_system_id, asked };
}

function askedOf(row: Row): NewReferral {
  const { first_contact_date: on, first_contact_attendance: attendance } = row;
  const mechanism = row.first_contact_mechanism;
  const known = on !== undefined && attendance !== undefined && mechanism !== undefined;
  return {
    child: {
      givenName: row.given_name,
      familyName: row.family_name,
      dateOfBirth: row.date_of_birth,
      nhsNumber: row.nhs_number,
      gender: row.gender,
      ethnicCategory: row.ethnic_category,
      postcode: row.postcode,
      address: row.address_line_1,
      practice: row.gp_practice_code,
      school: row.school_urn,
      phone: row.contact_phone,
      email: row.contact_email,
    },
    service: row.service,
    provider: row.provider_code,
    receivedOn: row.received_date,
    source: row.source_of_referral,
    organisation: row.referring_organisation,
    priority: row.clinical_priority,
    primaryReason: row.primary_reason,
    otherReasons: row.other_reasons,
    team: row.team_type,
    acceptedOn: row.accepted_date,
    knownContacts: known ? [{ on, attendance, mechanism }] : [],
    circumstances: statedBy(row.circumstances, 'import'),
    needs: row.needs,
    notes: row.clinical_notes,
  };
}

function unlisted(row: Row, { byCode }: Organisations): Problem[] {
  const looked: [ImportColumn, string | undefined, OrganisationKind | undefined, string][] = [
    [
      'gp_practice_code',
      row.gp_practice_code,
      'practice',
      'This is not the ODS code of an active GP practice',
    ],
    ['school_urn', row.school_urn, 'school', 'This is not the URN of an open school or college'],
    ['provider_code', row.provider_code, 'trust', 'This is not the ODS code of a provider, such as RX3'],
    [
      'referring_organisation',
      row.referring_organisation,
      undefined,
      'This is neither the URN of a school nor the ODS code of a practice or a trust',
    ],
  ];
  return looked.flatMap(([column, code, kind, says]) => {
    if (code === undefined) return [];
    const found = byCode(code);
    return found && (kind === undefined || found.kind === kind)
      ? []
      : [{ column, says: `${says} in the list` }];
  });
}

function contactFaults(row: Row): Problem[] {
  const columns = ['first_contact_date', 'first_contact_attendance', 'first_contact_mechanism'] as const;
  const given = columns.filter((column) => row[column] !== undefined);
  if (given.length === 0) return [];
  return columns
    .filter((column) => !given.includes(column))
    .map((column) => ({
      column,
      says: 'A first contact needs its date, its attendance and how it was held',
    }));
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
