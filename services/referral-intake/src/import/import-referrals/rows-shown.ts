import type { KeptRow, WhichRows } from '../adapters/import-rows.ts';
import type { Import } from '../domain/import.ts';
import type { Importer } from '../domain/importer.ts';
import { outcomeWords, rowWords, whichWords } from './words.ts';

/** Something that is said of a row: of which heading of the file, what it has there, and what is said. */
export type SaidOfRow = { heading: string | null; cell: string | null; says: string };

/** A row of a file as its import shows it. */
export type ShownRow = {
  row: number;
  outcome: string;
  tone: 'act' | 'notice' | 'quiet';
  reference: string | null;
  /** The referral, where the viewer may read it. */
  href: string | null;
  said: SaidOfRow[];
  /** A person has to decide, and the viewer may: where. */
  decide: boolean;
  /** Of a rejected row: what the file has below each heading; cells beyond the headings have none. */
  cells: { heading: string; cell: string }[];
};

type About = {
  as: Importer;
  /** The headings of the file. */
  headings: readonly string[];
  /** References of children who may be known under another record. */
  open: ReadonlySet<string>;
  hrefOf: (row: KeptRow) => string | null;
  mayDecide: boolean;
};

export function shownRow(kept: KeptRow, { as, headings, open, hrefOf, mayDecide }: About): ShownRow {
  const { row, outcome, reference = null, cells = [] } = kept;
  if (outcome === 'names') throw new Error('The headings are no row');
  const known = reference !== null && open.has(reference) && outcome !== 'duplicates';
  return {
    row,
    outcome: outcomeWords(as)[outcome],
    tone: outcome === 'rejected' ? 'act' : outcome === 'duplicates' || known ? 'notice' : 'quiet',
    reference,
    href: hrefOf(kept),
    said: [...saidOf(kept, as, headings), ...(known ? [about(rowWords.mayBeKnown)] : [])],
    decide: mayDecide && (outcome === 'duplicates' || known),
    cells: cells.map((cell, place) => ({ heading: headings[place] ?? 'Beyond the headings', cell })),
  };
}

function saidOf(
  { outcome, cells = [], problems = [], setAside = [], changes = {} }: KeptRow,
  as: Importer,
  headings: readonly string[],
): SaidOfRow[] {
  const { updated = [], differs = [], waits = [] } = changes;
  const cellOf = (heading: string | null) => cells[headings.indexOf(heading ?? '')] ?? null;
  const aside = outcome === 'rejected' ? rowWords.couldBeLeftOut : rowWords.setAside;
  return [
    ...problems.map(({ column, says }) => ({ heading: column, cell: cellOf(column), says })),
    ...setAside.map(({ column, says, cell = null }) => ({
      ...{ heading: column, cell },
      says: `${says}. ${aside}`,
    })),
    ...(outcome === 'duplicates' && waits.length === 0 ? [about(rowWords.waitsAlready)] : []),
    ...named(updated, as === 'referrer' ? rowWords.passedOn : rowWords.updated),
    ...named(waits, rowWords.whoWaits),
    ...named(differs, rowWords.keptHere),
  ];
}

function about(says: string): SaidOfRow {
  return { heading: null, cell: null, says };
}

/** The same is said of several headings: once. */
function named(headings: readonly string[], says: string): SaidOfRow[] {
  return headings.length === 0 ? [] : [{ heading: headings.join(', '), cell: null, says }];
}

/** The kinds of rows that an import has, with how many of each, to choose from. */
export function choicesOfRows(current: Import): { which: WhichRows | ''; text: string; count: number }[] {
  const words = whichWords(current.as);
  const kinds = (Object.keys(words) as WhichRows[]).filter((which) => current[which] > 0);
  const all = current.added + current.updated + current.already + current.duplicates + current.rejected;
  return [
    { which: '', text: 'All rows', count: all },
    ...kinds.map((which) => ({ which, text: words[which], count: current[which] })),
  ];
}
