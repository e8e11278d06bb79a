import type { AggregateStore } from '@waymark/aggregate-store';
import type { Permission, Viewer } from '@waymark/policy';
import type { Import, ImportId } from '../domain/import.ts';
import { sightOf } from '../domain/importer.ts';

export type ImportsPart = { imports: AggregateStore<Import> };
export type Looking = { viewer: Viewer; may: (permission: Permission) => boolean };

/** An import of which the viewer may see everything. Undefined where it is another’s, as where there is none. */
export async function ownImport(
  importId: ImportId,
  { viewer, may }: Looking,
  { imports }: ImportsPart,
): Promise<Import | undefined> {
  const state = (await imports.get(importId))?.state;
  return state && sightOf(state, viewer, may) === 'whole' ? state : undefined;
}
