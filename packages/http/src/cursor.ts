import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Keys for one purpose each, derived from the one secret of the service. */
export function derivedKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'waymark', purpose, 32));
}

/** Opaque marks of a place in a list. A mark is good for the list that it was made for, and nothing else. */
export type Cursors = {
  seal(list: string, place: readonly unknown[]): string;
  /** The place, or undefined when the mark was not made here for this list. */
  open(list: string, mark: string): unknown[] | undefined;
};

/** Cursors signed with HMAC-SHA256. What they hold can be read: sort keys must be dates, numbers and opaque ids. */
export function signedCursors(secret: string): Cursors {
  const key = derivedKey(secret, 'cursor');
  const signature = (list: string, text: string) =>
    createHmac('sha256', key).update(`${list}\n${text}`).digest().subarray(0, 16);

  return {
    seal(list, place) {
      const text = Buffer.from(JSON.stringify(place)).toString('base64url');
      return `${text}.${signature(list, text).toString('base64url')}`;
    },
    open(list, mark) {
      const [text, signed, ...more] = mark.split('.');
      if (!text || !signed || more.length > 0) return undefined;
      const given = Buffer.from(signed, 'base64url');
      const wanted = signature(list, text);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      if (given.toString('base64url') !== signed) return undefined;
      const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
      return Array.isArray(place) ? place : undefined;
    },
  };
}
