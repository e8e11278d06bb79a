import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type ProviderKeys = { jwks: { keys: object[] }; cookies: string[] };

/**
 * The provider's signing key and cookie secret, made once and kept in its data folder for its owner alone, so that
 * tokens outlive a restart. Everything else it knows is in memory: after a restart people sign in again.
 */
export function providerKeys(dataDir: string): ProviderKeys {
  const file = join(dataDir, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ProviderKeys;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signing = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' };
  const made: ProviderKeys = { jwks: { keys: [signing] }, cookies: [randomBytes(32).toString('base64url')] };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
