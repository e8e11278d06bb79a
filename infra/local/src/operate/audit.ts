import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendOnly, connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { dataDirOf } from '../start/data-dir.ts';
import { portsFrom } from '../start/ports.ts';
import { say } from '../start/progress.ts';
import { localSecrets } from '../start/secrets.ts';
import { services } from '../start/system.ts';
import { inWords, verifyAudit } from './verify-audit.ts';

const usage = `npm run audit -- verify [--service NAME] [--port PORT] [--heads FILE]

  verify           reads the audit log of each service from its first entry and says whether any entry was
                   changed, removed or put in; ends with 1 when one was
  --service NAME   this service alone: ${services.map(({ name }) => name).join(', ')}
  --port PORT      the port that npm start was given (default 4400), to find the database that it started
  --heads FILE     where the end of each chain is kept, so that the next time shows what was cut off;
                   keep it on another machine (default .waymark/data/audit-heads.json)
  MONGO_URL        the database server, when it is not the one of npm start
  AUDIT_KEY        the key of the chains, when it is not the one of npm start
`;

const dataDir = dataDirOf(join(import.meta.dirname, '../../../..'), process.env);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    service: { type: 'string' },
    port: { type: 'string', default: '4400' },
    heads: { type: 'string', default: join(dataDir, 'audit-heads.json') },
    help: { type: 'boolean', default: false },
  },
});
const chosen = services.filter(({ name }) => values.service === undefined || values.service === name);
if (values.help || positionals.join() !== 'verify' || chosen.length === 0) {
  say(usage);
  process.exit(values.help ? 0 : 64);
}

try {
  const key = auditKey();
  mkdirSync(dirname(values.heads), { recursive: true });
  let sound = true;
  for (const { name } of chosen) {
    const url = new URL(
      process.env['MONGO_URL'] ?? `mongodb://127.0.0.1:${portsFrom(Number(values.port)).mongo}`,
    );
    url.pathname = `/${name}`;
    const db = await connect(url.href, {
      log: logger({ level: 'fatal', service: 'audit' }),
      appName: 'waymark-audit',
    });
    try {
      const verdict = await verifyAudit(appendOnly(db, 'audit'), {
        chain: name,
        key,
        headsFile: values.heads,
      });
      sound &&= verdict.ok;
      say(inWords(name, verdict));
    } finally {
      await db.close();
    }
  }
  process.exitCode = sound ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 69;
}

function auditKey(): string {
  const given = process.env['AUDIT_KEY'];
  if (given) return given;
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file))
    throw new Error('There is no audit key here. Run npm start first, or set AUDIT_KEY and MONGO_URL.');
  return localSecrets(file).AUDIT_KEY;
}
