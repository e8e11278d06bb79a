import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedMongo } from '@waymark/testkit/stack';
import { connect } from './connect.ts';
import { createBoth } from './create-both.ts';
import { begin, recordingLog, command, raise, tallies } from './testing/tally.ts';

test('while the database is away nothing is called written, and the same commands succeed when it is back', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'waymark-database-away-'));
  const mongo = await embeddedMongo({ dir });
  const db = await connect(`${mongo.url}/away`, { log: recordingLog(), appName: 'test' });
  const store = tallies(db);
  try {
    await store.migrate();
    await store.create('held', command('k0'), () => begin('held', 1));
    const commands = [
      ...['a', 'b', 'c'].map((id) => () => store.create(id, command(`begin ${id}`), () => begin(id, 1))),
      () =>
        createBoth(
          store.firstWrite('d', command('begin d'), begin('d', 1)),
          store.firstWrite('e', command('begin e'), begin('e', 1)),
        ),
      () => store.change('held', command('raise'), (state) => raise(state, 2)),
      () => store.get('held'),
      () => store.outbox.markSent([{ id: 'held', sequence: 1 }]),
    ];

    await mongo.kill();
    const away = await Promise.allSettled(commands.map((command) => command()));
    for (const one of away) expect(one).toHaveProperty('reason.name', 'TransientFailure');

    await mongo.start();
    for (const command of commands) await command();
    for (const id of ['a', 'b', 'c', 'd', 'e']) expect(await store.get(id)).toMatchObject({ version: 1 });
    expect(await store.get('held')).toMatchObject({ version: 2, state: { total: 3 } });
  } finally {
    await db.close();
    await mongo.stop();
    await rm(dir, { recursive: true, force: true });
  }
}, 120_000);
