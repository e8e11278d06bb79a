import type mongoose from 'mongoose';
import { envelopeSchema } from './document.ts';
import type { Sort } from './page.ts';

export type Index = { keys: Sort; unique?: true; sparse?: true };

/** Creates the indexes of the envelope and those of the state. */
export function indexMaking(
  connection: mongoose.Connection,
  { collection, indexes }: { collection: string; indexes: readonly Index[] },
): () => Promise<void> {
  const schema = envelopeSchema(collection);
  schema.index({ pending: 1, pendingSince: 1 });
  for (const { keys, unique, sparse } of indexes)
    schema.index({ ...keys }, { ...(unique && { unique }), ...(sparse && { sparse }) });
  const model = connection.model(collection, schema, collection, { overwriteModels: true });
  return () => model.createIndexes();
}
