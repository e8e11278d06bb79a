import {
  codeWritten,
  primaryReason,
  services,
  teamType,
  type CodeIn,
  type ServiceAskedFor,
} from '@waymark/care-types';

type Reason = CodeIn<typeof primaryReason>;

/** Team types and reasons of MHSDS that tell the service asked for; MHSDS itself has no item for it. */
const byTeam: Readonly<Partial<Record<CodeIn<typeof teamType>, ServiceAskedFor>>> = {
  A02: 'camhs-crisis',
  A03: 'camhs-crisis',
  A04: 'camhs-crisis',
  A19: 'camhs-crisis',
  A20: 'camhs-crisis',
  C01: 'autism-assessment',
  C03: 'eating-disorder',
  C10: 'eating-disorder',
};
const byReason: Readonly<Partial<Record<Reason, ServiceAskedFor>>> = {
  '12': 'eating-disorder',
  '18': 'camhs-crisis',
  '24': 'adhd-assessment',
  '25': 'autism-assessment',
};

/** Stands in the place of a service for every row: each row says its own by its team and its reasons. */
export const byTeamAndReason = 'by-team-and-reason';

/** The service of a row by its team, else by its reasons, else community CAMHS. Cells are in whatever spelling. */
export function serviceOf(cells: {
  team_type?: string | undefined;
  primary_reason?: string | undefined;
  other_reasons?: string | undefined;
}): ServiceAskedFor {
  const team = codeWritten(teamType, cells.team_type ?? '');
  const found = team && byTeam[team];
  if (found) return found;
  const reason = codeWritten(primaryReason, cells.primary_reason ?? '');
  const others = (cells.other_reasons ?? '').split(';').map((other) => codeWritten(primaryReason, other));
  const reasons = [reason, ...others];
  if (reasons.includes('24') && reasons.includes('25')) return 'autism-and-adhd-assessment';
  return (reason && byReason[reason]) ?? 'camhs-community';
}

/** The words of a service, for what is chosen for every row. */
export const serviceChoices = [
  { code: byTeamAndReason, text: 'By the team and the reason of each row, as in MHSDS' },
  ...services.entries.map(({ code, text }) => ({ code, text })),
] as const;
