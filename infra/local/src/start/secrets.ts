import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
export type Secrets = Record<(typeof names)[number], string> & {
  /** The identity key before a change: what it sealed can still be read. */
  IDENTITY_KEY_BEFORE?: string;
};

/** The keys of this installation: made once, readable by its owner alone, kept beside the data that they open. */
export function localSecrets(file: string): Secrets {
  const kept: Partial<Secrets> = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>)
    : {};
  const secrets = {
    ...kept,
    ...Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')])),
  } as Secrets;
  if (names.some((name) => kept[name] === undefined)) {
    mkdirSync(dirname(file), { recursive: true });
    keep(file, secrets);
  }
  return secrets;
}

/** Seal by a new key from the next start on. The key of until now stays beside it. */
export function changeIdentityKey(file: string): void {
  const { IDENTITY_KEY, ...secrets } = localSecrets(file);
  keep(file, {
    ...secrets,
    IDENTITY_KEY: randomBytes(32).toString('base64url'),
    IDENTITY_KEY_BEFORE: IDENTITY_KEY,
  });
}

/** Written beside and moved into place: a crash leaves the old keys or the new ones. */
function keep(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
