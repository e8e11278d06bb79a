import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirOf } from '../start/data-dir.ts';
import { portsFrom } from '../start/ports.ts';
import { say } from '../start/progress.ts';
import { changeIdentityKey, localSecrets } from '../start/secrets.ts';
import { withoutPort } from './without-port.ts';

const usage = `npm run keys -- new | rotate [--dry-run]
npm run erase -- --referral WM-… | --person per_… [--yes]
npm run retention -- [--yes]

  keys new      makes a new identity key for the system of npm start; the old one still opens what it sealed.
                Start Waymark again, then rotate
  keys rotate   seals everything anew under the newest key; --dry-run only counts. It may be stopped and run again
  erase         says what erasing who a child is would touch; --yes does it, for ever
  retention     lists the children whose records are past their time; --yes erases who they are
  --port PORT   the port of the instance, to find its database (default: the one that npm start runs with the
                data here, else 4400)
  MONGO_URL IDENTITY_KEY IDENTITY_KEY_BEFORE INDEX_KEY AUDIT_KEY   when they are not those of npm start
  RETENTION_HOLD   when it is set, nothing is erased
`;

const root = join(import.meta.dirname, '../../../..');
const secretsFile = join(dataDirOf(root, process.env), 'secrets.json');
const [command = '', ...rest] = process.argv.slice(2);
const { port, args } = withoutPort(rest);

if (args.includes('--help') || (command === 'keys' && !['new', 'rotate'].includes(args[0] ?? ''))) {
  say(usage);
  process.exit(args.includes('--help') ? 0 : 64);
}
try {
  process.exitCode = command === 'keys' && args[0] === 'new' ? newKey() : ofIntake([command, ...args]);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 69;
}

/** Runs a command of referral-intake, which alone knows how identity is kept, against the database of the local system. */
function ofIntake(asked: readonly string[]): number {
  const entry = join(root, 'services/referral-intake/src/operate/main.ts');
  const url = new URL(process.env['MONGO_URL'] ?? `mongodb://127.0.0.1:${portsFrom(port).mongo}`);
  if (url.pathname.length < 2) url.pathname = '/referral-intake';
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...asked], {
    stdio: 'inherit',
    env: { ...ownSecrets(), ...process.env, MONGO_URL: url.href },
  });
  return status ?? 1;
}

/** A second change before everything is sealed anew would lose what the first key sealed. */
function newKey(): number {
  const { IDENTITY_KEY_BEFORE } = localSecrets(secretsFile);
  if (IDENTITY_KEY_BEFORE !== undefined && ofIntake(['keys', 'rotate', '--dry-run']) !== 0) {
    say('Texts are still sealed under the key before. Run npm run keys -- rotate first.');
    return 1;
  }
  changeIdentityKey(secretsFile);
  say('There is a new key. Start Waymark again, then run npm run keys -- rotate.');
  return 0;
}

function ownSecrets(): Record<string, string> {
  if (!existsSync(secretsFile)) {
    if (process.env['IDENTITY_KEY'] && process.env['MONGO_URL']) return {};
    throw new Error(
      'There are no keys here. Run npm start first, or set IDENTITY_KEY, INDEX_KEY and MONGO_URL.',
    );
  }
  const { AUDIT_KEY, IDENTITY_KEY, IDENTITY_KEY_BEFORE, INDEX_KEY } = localSecrets(secretsFile);
  return { AUDIT_KEY, IDENTITY_KEY, INDEX_KEY, ...(IDENTITY_KEY_BEFORE && { IDENTITY_KEY_BEFORE }) };
}
