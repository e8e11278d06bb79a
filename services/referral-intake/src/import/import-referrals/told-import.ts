import type { Done, Outcome } from '@waymark/decisions';
import { actorLabel } from '../../shared/history.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { namesKept } from '../adapters/sealed-names.ts';
import type { Import } from '../domain/import.ts';
import { sightOf, type Sight } from '../domain/importer.ts';
import type { Looking } from './own-import.ts';

export type TellParts = { cipher: FieldCipher; organisations: Organisations };

/** An import as somebody is told of it: who sent it, for which organisation, and the file by its name. */
export type ToldImport = Import & {
  sight: Sight;
  told: { by: string; organisation: string | null; fileName: string | null };
};

/**
 * An import as the viewer may see it; undefined where they may not. A file may be named after a child: its name is for
 * those alone who see what its rows hold.
 */
export function toldTo(
  { viewer, may }: Looking,
  current: Import,
  { cipher, organisations }: TellParts,
): ToldImport | undefined {
  const sight = sightOf(current, viewer, may);
  if (sight === undefined) return undefined;
  const { senderName, fileName } = namesKept(current, cipher);
  const { sentBy } = current;
  const by = sentBy ? actorLabel({ id: sentBy.id, roles: sentBy.roles }, viewer.id) : 'An operator';
  return {
    ...current,
    sight,
    told: {
      by: by === 'You' ? by : (senderName ?? by),
      organisation: sentBy?.organisation === undefined ? null : organisations.inWords(sentBy.organisation),
      fileName: sight === 'whole' ? fileName : null,
    },
  };
}

/** What was done to an import, as its sender is told of it. */
export function toldDone(
  outcome: Outcome<Import>,
  looking: Looking,
  parts: TellParts,
): Exclude<Outcome<Import>, Done<Import>> | Done<ToldImport> {
  if (outcome.kind !== 'done') return outcome;
  const told = toldTo(looking, outcome.state, parts);
  return told ? { ...outcome, state: told } : { kind: 'missing' };
}
