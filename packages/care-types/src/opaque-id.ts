/** Digits and letters that are not mistaken for one another: no i, l, o or u. Crockford base 32. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 26;

/** One letter or digit for each byte, by its last five bits. */
export function base32Of(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * The opaque id that the first 26 of some bytes make, random ones or those of a hash: a prefix that says of what it is,
 * and 26 letters and digits. Throws where there are fewer bytes.
 */
export function idOf<Prefix extends string>(prefix: Prefix, bytes: Uint8Array): `${Prefix}_${string}` {
  if (bytes.length < idLength)
    throw new RangeError(`An id needs ${idLength} bytes; these are ${bytes.length}`);
  return `${prefix}_${base32Of(bytes.subarray(0, idLength))}`;
}
