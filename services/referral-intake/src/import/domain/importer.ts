import type { Permission, Reach, Viewer } from '@waymark/policy';
import { z } from 'zod';
import { neededColumns, type ImportColumn } from './columns.ts';

/**
 * As what somebody sends a file, which is believed as far as they are: one who runs the system, a clinical team of its own
 * children, or an organisation that refers.
 */
export const Importer = z.enum(['operator', 'direct-care', 'referrer']);
export type Importer = z.infer<typeof Importer>;

type Asking = Pick<Viewer, 'roles' | 'organisation'>;
type May = (permission: Permission) => boolean;

/** As what somebody sends a file, by how far their permission to import reaches. */
export function importerOf(reach: Reach, may: May): Importer {
  if (reach !== 'any') return 'referrer';
  return may('referral:accept') ? 'direct-care' : 'operator';
}

/** Whose an import is: what its rows hold is for these people alone. */
export function ownerOf(as: Importer, organisation: string | undefined): string {
  return as === 'operator' || organisation === undefined ? as : `${as} ${organisation}`;
}

/** The imports of which somebody sees everything. */
function ownersSeen({ roles, organisation }: Asking, may: May): string[] {
  return [
    ...(may('referral:accept') ? [ownerOf('direct-care', organisation)] : []),
    ...(roles.includes('referrer') && organisation !== undefined ? [ownerOf('referrer', organisation)] : []),
    ...(roles.includes('operator') ? ['operator'] : []),
  ];
}

/** What of an import is seen: everything, or that it was and what was counted. */
export type Sight = 'whole' | 'outline';

/**
 * How much somebody sees of an import: everything of those of their own team or organisation. Who runs the system sees
 * of all others who sent them, when, and the counts. Undefined: not even that there is one.
 */
export function sightOf({ owner }: { owner: string }, viewer: Asking, may: May): Sight | undefined {
  if (ownersSeen(viewer, may).includes(owner)) return 'whole';
  return viewer.roles.includes('operator') ? 'outline' : undefined;
}

/** The imports of which somebody sees anything, as the store is asked for them. */
export function importsSeen(viewer: Asking, may: May): { 'state.owner'?: { $in: string[] } } {
  return viewer.roles.includes('operator') ? {} : { 'state.owner': { $in: ownersSeen(viewer, may) } };
}

/** Columns without which no row can be taken: what a referrer sends is received when it arrives. */
export function neededFrom(as: Importer): readonly ImportColumn[] {
  return as === 'referrer' ? neededColumns.filter((column) => column !== 'received_date') : neededColumns;
}
