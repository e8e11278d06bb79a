import { OdsCode, type CalendarDate } from '@waymark/care-types';
import { providerOf } from '../../referral/index.ts';
import type { NewReferral } from '../../referral/domain/referral-record.ts';
import {
  organisationWritten,
  type Organisation,
  type Organisations,
} from '../../shared/domain/organisations.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { Day } from '../domain/day.ts';
import type { Importer } from '../domain/importer.ts';
import { sourceRowOf } from './merge-row.ts';
import { readRow, type Cells, type ReadRow, type SetAside } from './row.ts';

/** Who sends a file: as what, and for which organisation. */
export type Sent = { as: Importer; organisation: string | undefined };

type About = {
  sent: Sent;
  organisations: Organisations;
  today: CalendarDate;
  /** The columns that the file has. */
  columns: ReadonlySet<ImportColumn>;
};

/**
 * The referral of a row as its importer may state it. A clinical team imports for its own provider. What an organisation
 * that refers sends is of its own referrals: received when it arrives here, with an earlier day as a proposal, and without
 * what only the team says that takes a referral on.
 */
export function readRowFrom(cells: Cells, about: About): ReadRow {
  const { sent, organisations } = about;
  const read = (row: Cells) => readRow(row, about);
  if (sent.as === 'referrer') return fromReferrer(cells, read, about);
  const own = organisations.byCode(sent.organisation ?? '');
  const row = read(cells);
  return sent.as === 'direct-care' && own?.kind === 'trust' ? ofOwnProvider(row, own) : row;
}

/** The id under which the referral of a row is kept: of the provider's system, or of the referrer's own list. */
export function identityOf(
  { as, organisation }: Sent,
  { provider }: Pick<NewReferral, 'provider'>,
  sourceId: string,
) {
  return as === 'referrer'
    ? { kind: 'imported by a referrer', of: JSON.stringify([organisation, sourceId]) }
    : { kind: 'imported', of: JSON.stringify([provider, sourceId]) };
}

/** Nothing is looked up under the id of another provider. */
function ofOwnProvider(row: ReadRow, own: Organisation): ReadRow {
  const provider = OdsCode.parse(own.code);
  if (row.kind === 'wrong') return row.whose?.provider === provider ? row : { ...row, whose: undefined };
  const { asked, silent, setAside } = row;
  if (silent.includes('provider_code')) return { ...row, asked: { ...asked, provider } };
  if (asked.provider === provider) return row;
  const says = `This is another provider. You import for ${own.name} (${own.code}): its own staff, or an operator, import the rest`;
  return { kind: 'wrong', problems: [{ column: 'provider_code', says }], setAside, whose: undefined };
}

const ofTheTeam: readonly ImportColumn[] = [
  ...(['team_type', 'accepted_date'] as const),
  ...(['first_contact_date', 'first_contact_attendance', 'first_contact_mechanism'] as const),
];
const byTheTeam = 'Only the team that takes a referral on says this';
const byService = 'Who provides it follows from the service';
const forOthers = 'You import for your own organisation alone';

/** The source that is meant where a row names none, by what the organisation is. */
const usualSource = { school: 'C2', practice: 'A1', trust: 'P1' } as const;

function fromReferrer(cells: Cells, read: (row: Cells) => ReadRow, about: About): ReadRow {
  const { sent, organisations, today } = about;
  const own = organisations.byCode(sent.organisation ?? '');
  const aside: SetAside[] = [];
  const leave = (column: ImportColumn, says: string) => {
    const cell = cells[column];
    if (cell !== undefined) aside.push({ column, says, cell });
  };
  const day = cells.received_date;
  const readsDay = day === undefined ? undefined : Day.safeParse(day);
  if (readsDay && !readsDay.success)
    leave('received_date', readsDay.error.issues[0]?.message ?? 'This cannot be read');
  for (const column of ofTheTeam) leave(column, byTheTeam);

  const { provider_code: provider, referring_organisation: referring, ...rest } = without(cells, ofTheTeam);
  const row = read({
    ...rest,
    received_date: readsDay?.success === true ? readsDay.data : today,
    ...(rest.source_of_referral === undefined && own && { source_of_referral: usualSource[own.kind] }),
  });
  if (row.kind === 'wrong') return { ...row, setAside: [...row.setAside, ...aside] };
  const { asked } = row;
  const silent: ImportColumn[] = readsDay?.success === true ? row.silent : [...row.silent, 'received_date'];
  if (provider !== undefined && codeIn(organisations, provider) !== providerOf(asked.service))
    leave('provider_code', byService);
  if (referring !== undefined && codeIn(organisations, referring) !== sent.organisation)
    leave('referring_organisation', forOthers);
  const stated = {
    ...asked,
    organisation: sent.organisation,
    circumstances: asked.circumstances.map((each) => ({ ...each, source: 'referrer' as const })),
  };
  return {
    ...row,
    silent,
    setAside: [...row.setAside, ...aside],
    asked: {
      ...stated,
      row: sourceRowOf(stated, silent),
      receivedOn: today,
      ...(asked.receivedOn < today && { proposed: { receivedOn: asked.receivedOn } }),
    },
  };
}

function without(cells: Cells, columns: readonly ImportColumn[]): Cells {
  return Object.fromEntries(
    Object.entries(cells).filter(([column]) => !columns.includes(column as ImportColumn)),
  );
}

/** The code of an organisation, however it is written. */
function codeIn(organisations: Organisations, written: string): string | undefined {
  const found = organisationWritten(organisations, written);
  return found && 'code' in found ? found.code : undefined;
}
