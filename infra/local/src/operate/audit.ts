import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appendOnly, connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { dataDirOf } from '../start/data-dir.ts';
import { say } from '../start/progress.ts';
import { runningInstance } from '../start/running-instance.ts';
import { localSecrets } from '../start/secrets.ts';
import { services } from '../start/system.ts';
import { auditedInstance } from './audited-instance.ts';
import { portIn, readOptions } from './options.ts';
import { inWords, verifyAudit } from './verify-audit.ts';

const usage = `npm run audit -- verify [--service NAME] [--port PORT] [--heads FILE]

  verify           reads the audit log of each service from its first entry and says whether any entry was
                   changed, removed or put in; ends with 1 when one was
  --service NAME   this service alone: ${services.map(({ name }) => name).join(', ')}
  --port PORT      the port of the instance, to be sure which one is judged: it must be the one that npm start
                   runs with the data here (WAYMARK_DATA)
  --heads FILE     where the end of each chain is kept, so that the next time shows what was cut off;
                   keep it on another machine (default .waymark/data/audit-heads.json)
  MONGO_URL and AUDIT_KEY   the database server and the key of its chains, of an instance that runs elsewhere

It ends with 0 when all is sound, 1 when it is not, 69 when it cannot be judged, 64 when an option is wrong.
`;

const dataDir = dataDirOf(join(import.meta.dirname, '../../../..'), process.env);
const asked = readOptions(process.argv.slice(2), {
  service: { type: 'string' },
  port: { type: 'string' },
  heads: { type: 'string', default: join(dataDir, 'audit-heads.json') },
  help: { type: 'boolean', default: false },
});
if ('fault' in asked) wrong(asked.fault);
const { values, positionals } = asked;
const port = values.port === undefined ? undefined : portIn(values.port);
if (typeof port === 'object') wrong(port.fault);
const chosen = services.filter(({ name }) => values.service === undefined || values.service === name);
if (chosen.length === 0) wrong(`There is no service ${values.service}.`);
if (values.help || positionals.join() !== 'verify') {
  say(usage);
  process.exit(values.help ? 0 : 64);
}

try {
  const instance = auditedInstance({
    ...{ mongoUrl: process.env['MONGO_URL'], key: process.env['AUDIT_KEY'], port, dataDir },
    running: runningInstance(dataDir),
  });
  if ('fault' in instance) throw new Error(instance.fault);
  const key = instance.key ?? auditKey();
  mkdirSync(dirname(values.heads), { recursive: true });
  let sound = true;
  for (const { name } of chosen) {
    const url = new URL(instance.mongoUrl);
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

function wrong(fault: string): never {
  say(`${fault}\n\n${usage}`);
  process.exit(64);
}

/** The key that is kept with the data here. */
function auditKey(): string {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file))
    throw new Error('There is no audit key here. Run npm start first, or set AUDIT_KEY and MONGO_URL.');
  return localSecrets(file).AUDIT_KEY;
}
