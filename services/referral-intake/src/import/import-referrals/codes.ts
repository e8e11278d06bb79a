import {
  attendance,
  clinicalPriority,
  consultationMechanism,
  ethnicCategory,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  type ServiceAskedFor,
} from '@waymark/care-types';
import type { ImportColumn } from '../domain/columns.ts';
import type { Cells } from '../take/row.ts';

type List = { entries: readonly { code: string; text: string }[] };
type Said = Readonly<Record<string, string>>;

/** Columns of codes, and what files write in them besides the code and its words. */
const coded: Partial<Record<ImportColumn, { list: List; said?: Said }>> = {
  gender: { list: statedGender, said: { m: '1', f: '2', boy: '1', girl: '2', '0': 'X', unknown: 'X' } },
  ethnic_category: { list: ethnicCategory, said: { 'not stated': 'Z', 'not known': '99', unknown: '99' } },
  service: {
    list: services,
    said: { autism: 'autism-assessment', adhd: 'adhd-assessment', camhs: 'camhs-community' },
  },
  source_of_referral: { list: sourceOfReferral, said: { gp: 'A1', school: 'C2', parent: 'B2', self: 'B1' } },
  clinical_priority: { list: clinicalPriority },
  primary_reason: { list: primaryReason, said: { autism: '25', adhd: '24' } },
  team_type: { list: teamType, said: { c03: 'C10' } },
  first_contact_attendance: { list: attendance },
  first_contact_mechanism: { list: consultationMechanism },
};

const lookUp = new Map(
  Object.entries(coded).map(([column, { list, said = {} }]) => [
    column,
    new Map([
      ...list.entries.map(({ code, text }): [string, string] => [text.toLowerCase(), code]),
      ...list.entries.flatMap(({ code }): [string, string][] => [
        [code.replace(/^0(?=\d$)/, ''), code],
        [code.toLowerCase(), code],
      ]),
      ...Object.entries(said),
    ]),
  ]),
);

/**
 * The cells with our codes in place of words, small letters, lost leading noughts and retired codes. What is not known
 * stays as it is, to be refused with what is allowed.
 */
export function inOurCodes(cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).map(([column, cell]) => [column, lists[column]?.(cell) ?? ofOne(column, cell)]),
  );
}

/** Columns whose cells are lists of codes. */
const lists: Readonly<Record<string, (cell: string) => string>> = {
  other_reasons: (cell) =>
    cell
      .split(';')
      .map((part) => ofOne('primary_reason', part.trim()))
      .join(';'),
};

function ofOne(column: string, cell: string): string {
  return lookUp.get(column)?.get(cell.toLowerCase()) ?? cell;
}

/** Team types and reasons of MHSDS that tell the service asked for; MHSDS itself has no item for it. */
const byTeam: Readonly<Record<string, ServiceAskedFor>> = {
  A02: 'camhs-crisis',
  A19: 'camhs-crisis',
  A20: 'camhs-crisis',
  C01: 'autism-assessment',
  C10: 'eating-disorder',
};
const byReason: Readonly<Record<string, ServiceAskedFor>> = {
  '12': 'eating-disorder',
  '18': 'camhs-crisis',
  '24': 'adhd-assessment',
  '25': 'autism-assessment',
};

/** The service of a row of MHSDS: by its team, else by its reasons, else community CAMHS. */
export function serviceOf({ team_type: team, primary_reason: reason, other_reasons: others }: Cells) {
  if (team !== undefined && byTeam[team] !== undefined) return byTeam[team];
  const reasons = [reason, ...(others ?? '').split(';').map((other) => other.trim())];
  if (reasons.includes('24') && reasons.includes('25')) return 'autism-and-adhd-assessment';
  return (reason === undefined ? undefined : byReason[reason]) ?? 'camhs-community';
}
