import { visibleText } from '@waymark/care-types';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { Import, ImportId } from '../domain/import.ts';

type Field = 'senderName' | 'fileName';
const placeOf = (importId: ImportId, field: Field) => ({ collection: 'imports', id: importId, field });
const longest = 200;

/** A name as it is kept with an import: sealed, on one line, as it reads. Null where there is none. */
export function sealedName(
  importId: ImportId,
  field: Field,
  written: string,
  cipher: FieldCipher,
): string | null {
  const text = visibleText(written)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return text === '' ? null : cipher.seal(text.slice(0, longest), placeOf(importId, field));
}

/** The names that are kept with an import, opened. */
export function namesKept({ importId, ...sealed }: Pick<Import, 'importId' | Field>, cipher: FieldCipher) {
  const opened = (field: Field) => {
    const text = sealed[field];
    return text === null ? null : cipher.open(text, placeOf(importId, field));
  };
  return { senderName: opened('senderName'), fileName: opened('fileName') };
}
