import { hkdfSync } from 'node:crypto';
import type { Clock } from '@waymark/care-types';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { z } from 'zod';

/** Writes what only we can read and nobody can alter, for a time. */
export type Sealer<T> = {
  seal: (content: T, until: Temporal.Instant) => Promise<string>;
  /** undefined for what is foreign, altered, out of date or of another shape. */
  open: (sealed: string) => Promise<T | undefined>;
  /** As `open`, for what may be out of date. */
  openLate: (sealed: string) => Promise<T | undefined>;
};

/**
 * Encrypts by A256GCM under a key of its own for each purpose, so that what was sealed for one purpose does not
 * open for another. The secret is base64url, at least 32 bytes.
 */
export function sealer<T>(secret: string, purpose: string, shape: z.ZodType<T>, clock: Clock): Sealer<T> {
  const key = new Uint8Array(
    hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `waymark ${purpose}`, 32),
  );
  const openAt = async (sealed: string, at: Date): Promise<T | undefined> => {
    const opened = await jwtDecrypt(sealed, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: at,
    }).catch(() => undefined);
    return shape.safeParse(opened?.payload['content']).data;
  };
  return {
    seal: (content, until) =>
      new EncryptJWT({ content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(until.epochMilliseconds / 1000))
        .encrypt(key),
    open: (sealed) => openAt(sealed, new Date(clock.now().epochMilliseconds)),
    openLate: (sealed) => openAt(sealed, new Date(0)),
  };
}
