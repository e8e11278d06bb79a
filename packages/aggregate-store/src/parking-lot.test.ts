import type { Parked, ParkingLot } from '@waymark/messaging';
import { memoryParkingLot, parkingLotContract } from '@waymark/messaging/testing';
import fc from 'fast-check';
import { deadLetterCli } from './dlq-cli.ts';
import { mongoParkingLot } from './parking-lot.ts';
import { ownDatabase } from './testing/database.ts';

const database = ownDatabase();

parkingLotContract('MongoDB', async () => {
  await database().collection('parked').deleteMany({});
  return mongoParkingLot(database());
});

const topic = 'tallies.v1';

beforeAll(async () => {
  await mongoParkingLot(database()).migrate();
});

function parked(place: Partial<Parked> = {}): Parked {
  return {
    group: 'follower',
    topic,
    key: 'a',
    partition: 0,
    offset: 1,
    reason: 'poison',
    error: { name: 'TypeError', message: 'not a number' },
    sequence: 1,
    type: 'tally.raised.v1',
    headers: { ce_id: 'a/1' },
    value: '{"total":1}',
    at: '2025-03-31T10:00:00Z',
    ...place,
  };
}

test('answers as the one in memory does, whatever is called on both in any order', async () => {
  const groups = ['one', 'two'];
  const keys = ['a', 'b'];
  const where = fc.record({
    group: fc.constantFrom(...groups),
    key: fc.constantFrom(...keys),
    offset: fc.integer({ min: 0, max: 11 }),
  });
  const step = fc.oneof(
    fc.record({
      do: fc.constant('park'),
      where,
      reason: fc.constantFrom<Parked['reason']>('poison', 'gap', 'behind'),
    }),
    fc.record({
      do: fc.constantFrom('replay', 'drop', 'settle'),
      where,
      reason: fc.constant<Parked['reason']>('poison'),
    }),
  );
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const run = `run-${(runs += 1)}-`;
      const lots: ParkingLot[] = [memoryParkingLot(), mongoParkingLot(database())];
      const both = async <T>(ask: (lot: ParkingLot) => Promise<T>) => {
        const [memory, mongo] = await Promise.all(lots.map(ask));
        expect(mongo).toEqual(memory);
      };
      for (const [place, { do: what, where, reason }] of steps.entries()) {
        const { key, offset } = where;
        const group = `${run}${where.group}`;
        const at = `2025-03-31T10:00:${String(place).padStart(2, '0')}Z`;
        const { error, ...rest } = parked({ group, key, offset, reason, at });
        const entry = reason === 'poison' && error ? { ...rest, error } : rest;
        // A key lives in one partition, so one offset is one key.
        if (offset % 2 !== keys.indexOf(key)) continue;
        if (what === 'park') await both((lot) => lot.park(entry));
        if (what === 'replay') await both((lot) => lot.markReplay(group, topic, key));
        if (what === 'drop') await both((lot) => lot.drop(group, topic, key));
        if (what === 'settle') await both((lot) => lot.settle(entry));
      }
      for (const group of groups.map((name) => `${run}${name}`)) {
        await both((lot) => lot.keys(group));
        await both((lot) => lot.nextToReplay(group));
        await both((lot) => lot.entries(group));
        for (const key of keys) {
          await both((lot) => lot.isParked(group, topic, key));
          await both((lot) => lot.entries(group, { topic, key }));
        }
      }
    }),
    { numRuns: 12 },
  );
});

describe('the operator’s command', () => {
  const run = async (...args: string[]) => {
    const output: string[] = [];
    const errors: string[] = [];
    const { host, port, name } = database().connection;
    const code = await deadLetterCli(args, {
      mongoUrl: `mongodb://${host}:${port}/elsewhere?directConnection=true`,
      print: (line) => output.push(line),
      printError: (line) => errors.push(line),
    });
    return { code, output: output.join('\n'), errors: errors.join('\n'), name };
  };
  const service = () => ['--service', database().connection.name];

  test('lists without data, shows with data, replays and drops', async () => {
    const lot = mongoParkingLot(database());
    await lot.park(parked());
    await lot.park(parked({ offset: 2, sequence: 2, reason: 'behind' }));

    const listed = await run('list', 'follower', ...service());
    expect(listed).toMatchObject({ code: 0 });
    expect(listed.output).toContain('poison (TypeError)  2 events');
    expect(listed.output).not.toContain('total');

    const shown = await run('show', 'follower', topic, 'a', ...service());
    expect(shown.output).toContain('tally.raised.v1 1  a/1');
    expect(shown.output).toContain('TypeError: not a number');
    expect(shown.output).toContain('data {"total":1}');

    expect((await run('replay', 'follower', topic, 'a', ...service())).code).toBe(0);
    expect(await lot.nextToReplay('follower')).toMatchObject([{ key: 'a', replay: true }]);
    expect((await run('drop', 'follower', topic, 'a', ...service())).code).toBe(0);
    expect(await lot.entries('follower')).toMatchObject([{ offset: 2 }]);
    expect((await run('drop', 'follower', topic, 'a', ...service())).code).toBe(0);
    expect((await run('list', 'follower', ...service())).output).toBe('Nothing waits.');
    expect(await run('drop', 'follower', topic, 'a', ...service())).toMatchObject({
      code: 1,
      output: 'Nothing waits under a for follower on tallies.v1.',
    });
  });

  test.each([['show'], ['replay'], ['drop']])('%s reports where no such key waits', async (command) => {
    expect(await run(command, 'follower', topic, 'unknown', ...service())).toMatchObject({
      code: 1,
      output: 'Nothing waits under unknown for follower on tallies.v1.',
    });
  });

  test.each([
    [[]],
    [['mend']],
    [['drop', 'follower']],
    [['list', 'a', 'b']],
    [['show', 'a', 'b', 'c', 'd']],
    [['list', '--loud']],
  ])('prints its usage when it is not understood: %j', async (args) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(64);
    expect(errors).toContain('npm run dlq --');
  });

  test('asks where the database is, and reports when it does not answer', async () => {
    const errors: string[] = [];
    const environment = { print: () => undefined, printError: (line: string) => errors.push(line) };
    expect(await deadLetterCli(['list'], { ...environment, mongoUrl: undefined })).toBe(64);
    const nowhere = 'mongodb://127.0.0.1:9/x?serverSelectionTimeoutMS=200';
    expect(await deadLetterCli(['list'], { ...environment, mongoUrl: nowhere })).toBe(69);
    expect(errors[1]).toBe('The database does not answer.');
  });
});
