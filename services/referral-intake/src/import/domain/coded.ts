import {
  attendance,
  childProtectionPlan,
  circumstances,
  clinicalPriority,
  codeWritten,
  consultationMechanism,
  ethnicCategory,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  youngCarer,
  type CircumstanceId,
  type CodeList,
} from '@waymark/care-types';
import type { ImportColumn } from './columns.ts';

/** The columns that hold a code of a list. */
export const codedColumns: Readonly<Partial<Record<ImportColumn, CodeList>>> = {
  gender: statedGender,
  ethnic_category: ethnicCategory,
  service: services,
  source_of_referral: sourceOfReferral,
  clinical_priority: clinicalPriority,
  primary_reason: primaryReason,
  other_reasons: primaryReason,
  team_type: teamType,
  first_contact_attendance: attendance,
  first_contact_mechanism: consultationMechanism,
};

/** What a heading can stand for besides our columns: that it says yes or no of a circumstance. */
export type Saying = `circumstance:${CircumstanceId}`;

/** A heading that stands for both names: its cells are split. */
export const wholeName = 'whole_name';

/** What a heading stands for: a column of ours, the whole name, or that it says yes or no of a circumstance. */
export type StandsFor = ImportColumn | typeof wholeName | Saying;

/** The circumstance that a heading says yes or no of; undefined for what is none. */
export function circumstanceIn(stands: string): CircumstanceId | undefined {
  return circumstances.find(({ id }) => stands === sayingOf(id))?.id;
}

/** What a heading stands for that says yes or no of the circumstance. */
export function sayingOf(id: CircumstanceId): Saying {
  return `circumstance:${id}`;
}

/**
 * Whether a cell says yes or no of a circumstance; null where it says that it is not known. Undefined for what is none of
 * these. `coded`: the column is one of MHSDS, or like one. Elsewhere a lone X may be a cross in a box, and a 1 below “child
 * protection plan” may be a yes or MHSDS’s “never”.
 */
export function yesOrNo(
  cell: string,
  id: CircumstanceId,
  { coded }: { coded: boolean },
): boolean | null | undefined {
  const text = cell.trim();
  if (!coded && /^x$/i.test(text)) return undefined;
  if (id === 'child-protection-plan') {
    if (!coded && /^0?1$/.test(text)) return undefined;
    const code = codeWritten(childProtectionPlan, text);
    return code === undefined ? undefined : code === 'X' ? null : code === '3';
  }
  if (id === 'ehc-plan' && /^0?5$/.test(text)) return true;
  if (id === 'ehc-plan' && /^0[1-4]$/.test(text)) return false;
  const code = codeWritten(youngCarer, text);
  if (code === undefined) return undefined;
  return code === 'Y' ? true : code === 'N' ? false : null;
}

/** What people call our columns. */
export const columnInWords: Readonly<Record<ImportColumn, string>> = {
  source_system_id: 'Id of the referral where it comes from',
  nhs_number: 'NHS number',
  given_name: 'Given name',
  family_name: 'Family name',
  date_of_birth: 'Date of birth',
  gender: 'Gender',
  ethnic_category: 'Ethnic category',
  postcode: 'Postcode',
  address_line_1: 'Address',
  gp_practice_code: 'GP practice (ODS code)',
  school_urn: 'School (URN)',
  contact_phone: 'Telephone',
  contact_email: 'E-mail address',
  main_language: 'Main language',
  service: 'Service asked for',
  provider_code: 'Provider (ODS code)',
  received_date: 'Received date',
  source_of_referral: 'Source of the referral',
  referring_organisation: 'Organisation that referred (URN or ODS code)',
  clinical_priority: 'Clinical priority',
  primary_reason: 'Main reason',
  other_reasons: 'Other reasons',
  team_type: 'Team',
  accepted_date: 'Accepted date',
  first_contact_date: 'Date of the first contact',
  first_contact_attendance: 'Attendance at the first contact',
  first_contact_mechanism: 'How the first contact was held',
  circumstances: 'Circumstances',
  needs: 'Needs',
  clinical_notes: 'Notes',
};
