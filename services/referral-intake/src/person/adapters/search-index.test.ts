import { aggregateStore, connect, type Database } from '@waymark/aggregate-store';
import { calendarDate, systemClock } from '@waymark/care-types';
import { decide } from '@waymark/decisions';
import { logger } from '@waymark/service-base';
import { freshDatabase } from '@waymark/testkit';
import { systemCommand } from '../../shared/domain/system-command.ts';
import { blindIndex } from '../../shared/identity/blind-index.ts';
import { fieldCipher } from '../../shared/identity/field-cipher.ts';
import { configuredKeys } from '../../shared/identity/key-provider.ts';
import { findPeople, type SearchPlace } from './find-people.ts';
import { people, personStoreSettings } from './person-store.ts';
import { indexPeople } from './search-index.ts';

const clock = systemClock;
const log = logger({ level: 'fatal', service: 'test' });
const identity = {
  index: blindIndex(Buffer.alloc(32, 1).toString('base64url')),
  cipher: fieldCipher(configuredKeys(Buffer.alloc(32, 2).toString('base64url'))),
};
const merged = { keptOf: <Id>(id: Id) => id };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase('index-people');
  db = await connect(database.url, { log, appName: 'test' });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test.each([
  ['without any hashes', { names: undefined, sounds: undefined, keys: undefined }],
  ['with the hashes of single words alone', { keys: 2 }],
])('a synthetic child recorded %s is found by both names after the start', async (_, before) => {
  const store = aggregateStore(db, { ...personStoreSettings, source: 'referral-intake' }, { clock });
  await store.migrate();
  const held = people(store, identity, merged);
  const find = findPeople(store, identity, merged);
  const familyName = before.keys === 2 ? 'Demo-Lantern' : 'Demo-Quillon';
  const personId = await held.registerApart(
    { givenName: 'Acorn', familyName, dateOfBirth: calendarDate('2014-05-04') },
    familyName,
    systemCommand('register', familyName, clock),
  );
  await store.change(personId, systemCommand('as before', `before ${familyName}`, clock), (state) =>
    decide({ ...state, names: state.names?.filter((hash) => hash.length > 16), ...before }),
  );
  const version = async () => (await store.get(personId))?.version;
  const found = async (by: SearchPlace['by'] = 'spelling') =>
    (await find({ name: `Acorn ${familyName}` }, { by }, 25)).people.map((each) => each.personId);
  expect(await found()).toEqual([]);

  const looking = { signal: new AbortController().signal, hold: () => Promise.resolve(true) };
  const sweep = indexPeople(store, identity, { clock, log });
  await sweep.look(looking);
  expect(await found()).toEqual([personId]);
  const then = await version();
  await sweep.look(looking);
  expect(await version()).toBe(then);
});
