import type { Place } from './field-cipher.ts';

/** A sealed text somewhere in a document's state: the way to it, and the place that it was sealed for. */
export type SealedText = { path: readonly string[]; text: string; place: Place };

const sealed = /^1\.([0-9a-f]{8})\.[A-Za-z0-9_-]{38,}$/;

/** Whether a value reads like a sealed text. */
function isSealed(value: unknown): value is string {
  return typeof value === 'string' && sealed.test(value);
}

/** The id of the key that sealed it. */
export function keyIdOf(text: string): string {
  return sealed.exec(text)?.[1] ?? '';
}

type Found = { key: string; beside: Readonly<Record<string, unknown>> };

/** The field for which a text was sealed, by collection: most by the name of the field that holds it. */
const fields: Readonly<Record<string, (found: Found) => string>> = {
  people: ({ key }) => key,
  referrals: ({ key, beside }) => (key === 'note' ? `steps.${String(beside['at'])}` : key),
  drafts: ({ key }) => key,
  'family-requests': ({ key }) => key,
  'needs-plans': ({ key }) => key,
  'duplicate-pairs': ({ beside }) => `notes.${String(beside['at'])}`,
  imports: ({ key }) => (key === 'key' ? 'file' : key),
  'import-rows': () => 'rows',
  'import-matchings': () => 'said',
  'rejected-rows': () => 'rows',
};

/** The collections that hold sealed texts. */
export const sealedCollections = Object.keys(fields);

/** Every sealed text in the state of a document. */
export function sealedTextsIn(collection: string, id: string, state: unknown): SealedText[] {
  const fieldOf = fields[collection] ?? (({ key }: Found) => key);
  return isBranch(state) ? Object.entries(state).flatMap(([key, value]) => walk([key], value, state)) : [];

  function walk(path: readonly string[], value: unknown, beside: Found['beside']): SealedText[] {
    const key = path.at(-1) ?? '';
    if (isSealed(value))
      return [{ path, text: value, place: { collection, id, field: fieldOf({ key, beside }) } }];
    if (!isBranch(value)) return [];
    return Object.entries(value).flatMap(([inner, each]) => walk([...path, inner], each, value));
  }
}

/** A state without its sealed texts. */
export function withoutSealedTexts<State>(state: State): State {
  return strip(state) as State;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isSealed(each)).map(strip);
  if (!isBranch(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => !isSealed(each));
  return Object.fromEntries(kept.map(([key, each]) => [key, strip(each)]));
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
