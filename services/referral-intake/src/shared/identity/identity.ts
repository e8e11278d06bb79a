import type { BlindIndex } from './blind-index.ts';
import type { FieldCipher } from './field-cipher.ts';

/** How who a child is is sealed, and how it is found again. */
export type Identity = { cipher: FieldCipher; index: BlindIndex };
