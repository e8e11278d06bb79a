/** The columns of a file of referrals, in their order, as `services/referral-intake/data/import-columns.md` tells them. */
export const importColumns = [
  'source_system_id',
  'nhs_number',
  'given_name',
  'family_name',
  'date_of_birth',
  'gender',
  'ethnic_category',
  'postcode',
  'address_line_1',
  'gp_practice_code',
  'school_urn',
  'contact_phone',
  'contact_email',
  'service',
  'provider_code',
  'received_date',
  'source_of_referral',
  'referring_organisation',
  'clinical_priority',
  'primary_reason',
  'other_reasons',
  'team_type',
  'accepted_date',
  'first_contact_date',
  'first_contact_attendance',
  'first_contact_mechanism',
  'circumstances',
  'needs',
  'clinical_notes',
] as const;
export type ImportColumn = (typeof importColumns)[number];

/** One referral of the file, every cell as text. */
export type ImportRow = Readonly<Record<ImportColumn, string>>;
