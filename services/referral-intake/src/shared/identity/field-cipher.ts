import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyProvider } from './key-provider.ts';

/** Where a sealed text belongs. It can be opened in that place alone. */
export type Place = { readonly collection: string; readonly id: string; readonly field: string };

export type FieldCipher = {
  seal(text: string, place: Place): string;
  /** Throws when the key is not known, the text was changed, or it belongs to another place. */
  open(sealed: string, place: Place): string;
};

const ivBytes = 12;
/** So many are drawn at once: one call of the system for each field would cost more than the cipher. */
const ivsDrawn = 256;
const tagBytes = 16;

/**
 * AES-256-GCM, one field at a time: `1.<key id>.<iv, ciphertext and tag, base64url>`. Collection, document and field
 * are authenticated with it, so that a sealed text moved to another child or field does not open.
 */
export function fieldCipher(keys: KeyProvider): FieldCipher {
  const nextIv = randomIvs();
  return {
    seal(text, place) {
      const { id, key } = keys.current();
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(placeBytes(place));
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `1.${id}.${body.toString('base64url')}`;
    },
    open(sealed, place) {
      const [version, id = '', body = ''] = sealed.split('.');
      const named = version === '1' ? keys.byId(id) : undefined;
      if (!named) throw new Error('A sealed field was sealed by a key that is not known here');
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', named.key, bytes.subarray(0, ivBytes))
        .setAAD(placeBytes(place))
        .setAuthTag(bytes.subarray(-tagBytes));
      const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
      return text.toString('utf8');
    },
  };
}

/** Each is given once. */
function randomIvs(): () => Buffer {
  let drawn = Buffer.alloc(0);
  return () => {
    if (drawn.length === 0) drawn = randomBytes(ivBytes * ivsDrawn);
    const iv = drawn.subarray(0, ivBytes);
    drawn = drawn.subarray(ivBytes);
    return iv;
  };
}

function placeBytes({ collection, id, field }: Place): Buffer {
  return Buffer.from([collection, id, field].join('\n'), 'utf8');
}
