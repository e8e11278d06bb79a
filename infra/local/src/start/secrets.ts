import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const names = [
  'SESSION_KEY',
  'AUDIT_KEY',
  'CURSOR_KEY',
  'IDENTITY_KEY',
  'INDEX_KEY',
  'FAMILY_CODE_KEY',
  'OIDC_CLIENT_SECRET',
] as const;
export type Secrets = Record<(typeof names)[number], string>;

/** The keys of this installation: made once, readable by its owner alone, kept beside the data that they open. */
export function localSecrets(file: string): Secrets {
  const kept: Partial<Secrets> = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>)
    : {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]),
  ) as Secrets;
  if (names.some((name) => kept[name] === undefined)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets;
}
