// Prints fresh keys for docker-compose.yml, one `NAME=value` a line:   node infra/keys.mjs > .env
import { randomBytes } from 'node:crypto';

const names = [
  'SESSION_KEY',
  'AUDIT_KEY',
  'CURSOR_KEY',
  'IDENTITY_KEY',
  'INDEX_KEY',
  'FAMILY_CODE_KEY',
  'OIDC_CLIENT_SECRET',
  'KEYCLOAK_ADMIN_PASSWORD',
  'GRAFANA_ADMIN_PASSWORD',
];
for (const name of names) process.stdout.write(`${name}=${randomBytes(32).toString('base64url')}\n`);
