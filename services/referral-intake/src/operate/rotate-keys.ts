import type { Database } from '@waymark/aggregate-store';
import { fieldCipher, type FieldCipher } from '../shared/identity/field-cipher.ts';
import type { KeyProvider } from '../shared/identity/key-provider.ts';
import {
  keyIdOf,
  sealedCollections,
  sealedTextsIn,
  type SealedText,
} from '../shared/identity/sealed-texts.ts';

/** How far a rotation is, in documents. */
export type Rotation = {
  /** Looked at. */
  seen: number;
  /** With a text under another key than the current one: in a dry run left so, else sealed anew. */
  old: number;
  /** That hold a text which opens under no key that is known here. They are left as they are. */
  unopened: string[];
};

/** Another's write may come first; the document is then read again. */
const mostRaces = 20;
/** What was written by a process that still has the old key is found by looking through all again. */
const mostPasses = 5;
const reportEvery = 100;

type Held = { _id: string; state: unknown; version: number };

/**
 * Seal anew, under the current key, every text that is sealed under another. Each document is one conditional write on
 * its version and on the very texts, so it never undoes what the service writes meanwhile, and changes no version: who
 * has a form open is not disturbed. Doing it again goes on where it was stopped or killed.
 */
export async function rotateKeys(
  db: Database,
  keys: KeyProvider,
  { dryRun, report }: { dryRun: boolean; report: (collection: string, so: Rotation) => void },
): Promise<Rotation> {
  const total: Rotation = { seen: 0, old: 0, unopened: [] };
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const found = await onePass(db, keys, { dryRun, report });
    total.old += found.old;
    total.seen = found.seen;
    total.unopened = found.unopened;
    if (dryRun || found.old === 0) return total;
  }
  return total;
}

async function onePass(
  db: Database,
  keys: KeyProvider,
  { dryRun, report }: { dryRun: boolean; report: (collection: string, so: Rotation) => void },
): Promise<Rotation> {
  const cipher = fieldCipher(keys);
  const so: Rotation = { seen: 0, old: 0, unopened: [] };
  for (const collection of sealedCollections) {
    const documents = db.connection.collection<Held>(collection);
    const cursor = documents.find({}, { projection: { state: 1, version: 1 }, batchSize: 200 });
    for await (const document of cursor) {
      so.seen += 1;
      const outcome = await renew(document);
      if (outcome === 'renewed') so.old += 1;
      if (outcome === 'unopened') so.unopened.push(`${collection}/${document._id}`);
      if (so.seen % reportEvery === 0) report(collection, so);
    }

    async function renew(first: Held): Promise<'current' | 'renewed' | 'unopened'> {
      let held: Held | null = first;
      for (let race = 0; held !== null && race < mostRaces; race += 1) {
        const old = sealedTextsIn(collection, held._id, held.state).filter(
          ({ text }) => keyIdOf(text) !== keys.current().id,
        );
        if (old.length === 0) return 'current';
        const renewed = opened(old, cipher);
        if (renewed === undefined) return 'unopened';
        if (dryRun) return 'renewed';
        const { matchedCount } = await documents.updateOne(
          { _id: held._id, version: held.version, ...byPath(old, ({ text }) => text) },
          { $set: byPath(old, (each) => renewed.get(each) ?? each.text) },
        );
        if (matchedCount === 1) return 'renewed';
        held = await documents.findOne({ _id: held._id }, { projection: { state: 1, version: 1 } });
      }
      return 'current';
    }
  }
  return so;
}

/** Each text sealed anew; undefined where one does not open. */
function opened(texts: readonly SealedText[], cipher: FieldCipher): Map<SealedText, string> | undefined {
  try {
    return new Map(texts.map((each) => [each, cipher.seal(cipher.open(each.text, each.place), each.place)]));
  } catch {
    return undefined;
  }
}

function byPath(texts: readonly SealedText[], valueOf: (each: SealedText) => string): Record<string, string> {
  return Object.fromEntries(texts.map((each) => [['state', ...each.path].join('.'), valueOf(each)]));
}
