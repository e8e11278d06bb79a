import { parseArgs } from 'node:util';
import {
  aggregateStore,
  appendOnly,
  connect,
  type AggregateSettings,
  type Database,
} from '@waymark/aggregate-store';
import { systemClock, todayInLondon } from '@waymark/care-types';
import { PersonId, Reference } from '@waymark/events';
import { type CommandMeta } from '@waymark/decisions';
import { auditLog, loadConfig, logger } from '@waymark/service-base';
import { z } from 'zod';
import { configSchema } from '../config.ts';
import * as duplicates from '../duplicates/index.ts';
import * as files from '../import/index.ts';
import * as needsPlan from '../needs-plan/index.ts';
import * as person from '../person/index.ts';
import * as referral from '../referral/index.ts';
import { blindIndex } from '../shared/identity/blind-index.ts';
import { fieldCipher } from '../shared/identity/field-cipher.ts';
import { configuredKeys } from '../shared/identity/key-provider.ts';
import { erasePlansOver } from './erase-plans.ts';
import { erasable, erase, overdue, type Erasable, type EraseParts } from './erase.ts';
import { deleteExpired, type ExpiredParts } from './delete-expired.ts';
import { rotateKeys } from './rotate-keys.ts';

const source = 'referral-intake';

const usage = `keys rotate [--dry-run]
erase --referral WM-… | --person per_… [--yes]
retention [--yes]

  keys rotate   seals everything anew under IDENTITY_KEY that is sealed under IDENTITY_KEY_BEFORE. Safe while the
                service runs; stopped or killed, it goes on where it was. --dry-run only counts.
                Ends with 3 when texts under the old key are left.
  erase         takes away who a child is: details, what was held before, free text. The referrals stay under the
                pseudonym. Without --yes it only says what it would do. Not while a referral is open.
  retention     does so for every child whose time is over, and lets go what is past its time besides: plans and drafts
                that led nowhere, rejected rows and files of imports. Without --yes it only lists and counts.
  RETENTION_HOLD  when it is set, such as for a public inquiry, nothing is erased
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    referral: { type: 'string' },
    person: { type: 'string' },
    yes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const commands: Readonly<Record<string, (db: Database) => Promise<number>>> = {
  'keys rotate': rotate,
  erase: eraseOne,
  retention: retain,
};
const command = commands[positionals.join(' ')];
if (values.help || !command) {
  say(usage);
  process.exit(values.help ? 0 : 64);
}

const { MONGO_URL, AUDIT_KEY, IDENTITY_KEY, IDENTITY_KEY_BEFORE, INDEX_KEY } = configSchema.shape;
const settings = z.object({ MONGO_URL, AUDIT_KEY, IDENTITY_KEY, IDENTITY_KEY_BEFORE, INDEX_KEY });
const config = loadConfig(settings, process.env);
const keys = configuredKeys(config.IDENTITY_KEY, config.IDENTITY_KEY_BEFORE);
const db = await connect(config.MONGO_URL, {
  log: logger({ level: 'fatal', service: 'referral-intake' }),
  appName: 'referral-intake-operate',
});
try {
  process.exitCode = await command(db);
} finally {
  await db.close();
}

async function rotate(database: Database): Promise<number> {
  const dryRun = values['dry-run'];
  const { seen, old, unopened } = await rotateKeys(database, keys, {
    dryRun,
    report: (collection, so) => say(`${collection}: ${so.seen} looked at, ${so.old} under the old key`),
  });
  say(
    dryRun
      ? `${old} of ${seen} documents hold texts under the old key.`
      : `${old} of ${seen} documents were sealed anew.`,
  );
  for (const each of unopened) say(`${each} holds a text that no known key opens. It was left as it is.`);
  return unopened.length > 0 || (dryRun && old > 0) ? 3 : 0;
}

async function eraseOne(database: Database): Promise<number> {
  const parts = await partsOn(database);
  const personId = await personMeant(parts);
  const found = personId && (await erasable(personId, parts));
  if (!found) {
    say('There is no such child, or who it is has been erased already.');
    return 1;
  }
  return eraseAll([found], 'asked for', parts);
}

async function retain(database: Database): Promise<number> {
  const parts = await partsOn(database);
  const today = todayInLondon(systemClock);
  const may = values.yes && !process.env['RETENTION_HOLD'];
  const plansOver = await erasePlansOver(today, parts.plans, may ? madeBy('plans') : undefined);
  say(`${plansOver} plans of needs of children who were never referred.`);
  const left = await deleteExpired(leftoversOn(database), systemClock, may ? madeBy('leftovers') : undefined);
  say(
    `${left.drafts} drafts that nobody went on with, ${left.rejectedRows} rows of old imports with cells that could not be read.`,
  );
  say(`${left.names} old imports with the names of the file and of who sent it.`);
  say(`${left.files} files of imports that are not being read.`);
  return eraseAll(overdue(todayInLondon(systemClock), parts), 'retention is over', parts);
}

async function eraseAll(
  all: Iterable<Erasable> | AsyncIterable<Erasable>,
  why: 'asked for' | 'retention is over',
  parts: EraseParts,
): Promise<number> {
  const held = process.env['RETENTION_HOLD'];
  const counts = { children: 0, referrals: 0, open: 0 };
  for await (const each of all) {
    say(
      `${each.personId}: ${each.references.join(', ') || 'no referral'}${each.open > 0 ? ', still open' : ''}`,
    );
    counts.children += 1;
    counts.referrals += each.references.length;
    counts.open += each.open > 0 ? 1 : 0;
    if (values.yes && !held && each.open === 0) await erase(each, why, madeBy(each.personId), parts);
  }
  say(`${counts.children} children with ${counts.referrals} referrals.`);
  if (held) say('RETENTION_HOLD is set: nothing was erased.');
  else if (!values.yes) say('Nothing was erased. Run it again with --yes to erase who they are, for ever.');
  else
    say(
      `Who they are was erased${counts.open > 0 ? ', but for those with an open referral: withdraw it first' : ''}.`,
    );
  return (held && values.yes) || counts.open > 0 ? 1 : 0;
}

async function partsOn(database: Database): Promise<EraseParts> {
  const entries = appendOnly(database, 'audit');
  await entries.migrate();
  const base = storesOn(database);
  const identity = { cipher: fieldCipher(keys), index: blindIndex(config.INDEX_KEY) };
  const people = { ...identity, ...person.parts(base, identity, { clock: systemClock }) };
  return {
    ...people,
    ...referral.parts(base, people),
    ...needsPlan.parts(base, identity),
    ...duplicates.parts(base, people),
    audit: auditLog(entries, { chain: source, key: config.AUDIT_KEY, clock: systemClock }),
  };
}

function leftoversOn(database: Database): ExpiredParts {
  const base = storesOn(database);
  const identity = { cipher: fieldCipher(keys), index: blindIndex(config.INDEX_KEY) };
  const people = { ...identity, ...person.parts(base, identity, { clock: systemClock }) };
  return { ...referral.parts(base, people), ...files.parts(base, identity) };
}

/** The stores of the service, without its indexes being made or its events being sent. */
function storesOn(database: Database) {
  return {
    db: database,
    store: <State>(settings: Omit<AggregateSettings<State>, 'source'>) =>
      aggregateStore(database, { ...settings, source }, { clock: systemClock }),
  };
}

/** The child of the reference or the pseudonym that was given; undefined where there is none. */
async function personMeant({ referrals }: EraseParts): Promise<PersonId | undefined> {
  if (values.person !== undefined) return PersonId.safeParse(values.person).data;
  const reference = Reference.safeParse(values.referral?.toUpperCase()).data;
  if (reference === undefined) return undefined;
  const { items } = await referrals.page({
    filter: { 'state.referral.reference': reference },
    sort: { _id: 1 },
    limit: 1,
  });
  return items[0]?.state.referral.personId;
}

function madeBy(personId: PersonId | 'plans' | 'leftovers'): CommandMeta {
  return {
    by: { id: 'operator-command', roles: ['operator'] },
    at: { instant: systemClock.now().toString(), date: todayInLondon(systemClock) },
    name: 'erase-person',
    key: `erase ${personId}`,
    bodyHash: '',
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
