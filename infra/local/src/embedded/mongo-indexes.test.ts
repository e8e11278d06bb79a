import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedMongo } from '@waymark/testkit/stack';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { z } from 'zod';
import { sorted, type Doc, type Order } from './testing/mongo-order.ts';

const Status = z.object({
  metrics: z.object({ queryExecutor: z.object({ scannedObjects: z.coerce.number() }) }),
});

let dir: string;
let mongo: Awaited<ReturnType<typeof embeddedMongo>>;
let connection: mongoose.Connection;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-indexes-'));
  mongo = await embeddedMongo({ dir });
  connection = await mongoose.createConnection(`${mongo.url}/indexes`).asPromise();
});

afterAll(async () => {
  await connection.close();
  await mongo.stop();
  await rm(dir, { recursive: true, force: true });
});

/** How many documents the server looked at while `work` ran. */
async function examinedBy<T>(work: () => Promise<T>): Promise<{ result: T; examined: number }> {
  const examined = async () =>
    Status.parse(await connection.db?.admin().serverStatus()).metrics.queryExecutor.scannedObjects;
  const before = await examined();
  const result = await work();
  return { result, examined: (await examined()) - before };
}

describe('an index of the database is used', () => {
  const waits = () => connection.collection<Doc>('waits');
  const stages = ['waiting', 'seen', 'closed', 'paused'];

  beforeAll(async () => {
    await waits().createIndex({ stage: 1, due: 1, _id: 1 });
    await waits().createIndex({ due: -1 });
    await waits().createIndex({ code: 1 }, { unique: true });
    await waits().createIndex({ source: 1, sequence: 1 }, { unique: true });
    await waits().createIndex({ flags: 1, _id: 1 });
    await waits().insertMany(
      Array.from({ length: 5_000 }, (_, n) => ({
        _id: n,
        version: n % 7,
        stage: stages[n % 4],
        due: `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
        code: `c${n}`,
        source: `s${n % 50}`,
        sequence: Math.floor(n / 50),
        flags: n % 100 === 0 ? ['looked-after', `f${n}`] : [],
      })),
    );
  });

  it.each<[string, () => Promise<unknown>, number]>([
    [
      'an id with another condition',
      () => waits().updateOne({ _id: 4_999, version: 1 }, { $set: { seen: true } }),
      2,
    ],
    [
      'an id that fails another condition',
      () => waits().updateOne({ _id: 4_999, version: 99 }, { $set: { seen: true } }),
      1,
    ],
    [
      'one of several fields, each by its own index',
      () =>
        waits()
          .find({ $or: [{ code: { $in: ['c1', 'c2'] } }, { code: 'c1' }, { due: '2024-13-01' }] })
          .toArray(),
      3,
    ],
    [
      'some ids',
      () =>
        waits()
          .find({ _id: { $in: [1, 2, 3] }, stage: 'seen' })
          .toArray(),
      3,
    ],
    ['a unique value with another condition', () => waits().findOne({ code: 'c77', stage: 'seen' }), 1],
    ['the first part of a unique index', () => waits().find({ source: 's7' }).toArray(), 100],
    [
      'a page by a secondary index',
      () => waits().find({ stage: 'waiting' }).sort({ due: 1, _id: 1 }).limit(25).toArray(),
      26,
    ],
    [
      'the same page backwards',
      () => waits().find({ stage: 'waiting' }).sort({ due: -1, _id: -1 }).limit(25).toArray(),
      26,
    ],
    ['a page by a descending index', () => waits().find().sort({ due: -1 }).limit(25).toArray(), 26],
    [
      'a page of ids',
      () =>
        waits()
          .find({ _id: { $gt: 2_500 } })
          .sort({ _id: 1 })
          .limit(25)
          .toArray(),
      26,
    ],
    [
      'a page over two stages',
      () =>
        waits()
          .find({ stage: { $in: ['waiting', 'seen'] } })
          .sort({ due: 1 })
          .limit(25)
          .toArray(),
      28,
    ],
    [
      'a range of days',
      () =>
        waits()
          .find({ stage: 'seen', due: { $gte: '2024-02-01', $lt: '2024-02-03' } })
          .toArray(),
      60,
    ],
    [
      'the first of those with an element of an array, in the order of their ids',
      () => waits().find({ flags: 'looked-after' }).sort({ _id: 1 }).limit(3).toArray(),
      3,
    ],
    ['an element of an array', () => waits().find({ flags: 'looked-after' }).toArray(), 50],
    [
      'a match at the head of an aggregation',
      () =>
        waits()
          .aggregate([{ $match: { source: 's7' } }, { $count: 'n' }])
          .toArray(),
      100,
    ],
    ['a count', () => waits().countDocuments({ source: 's7' }), 100],
  ])('for %s', async (_, work, most) => {
    const { examined } = await examinedBy(work);
    expect(examined).toBeGreaterThan(0);
    expect(examined).toBeLessThanOrEqual(most);
  });

  it('for keyset pages however deep: every document once, about one look for each', async () => {
    const { result, examined } = await examinedBy(async () => {
      const seen: Doc[] = [];
      for (let last: Doc | undefined; ;) {
        const after = last
          ? { $or: [{ due: { $gt: last['due'] } }, { due: last['due'], _id: { $gt: last._id } }] }
          : {};
        const page = await waits()
          .find({ stage: 'waiting', ...after })
          .sort({ due: 1, _id: 1 })
          .limit(50)
          .toArray();
        if (page.length === 0) return seen;
        seen.push(...page);
        last = page.at(-1);
      }
    });
    expect(new Set(result.map(({ _id }) => _id)).size).toBe(1_250);
    expect(result).toHaveLength(1_250);
    expect(examined).toBeLessThan(3 * 1_250);
  });

  it.each([1, -1] as const)(
    'for several elements of an array, each document once and in the order of ids (%i)',
    async (direction) => {
      const found = await waits()
        .find({ flags: { $in: ['looked-after', 'f100', 'f4900'] } })
        .sort({ _id: direction })
        .limit(4)
        .toArray();
      const ids = Array.from({ length: 50 }, (_, n) => n * 100);
      expect(found.map(({ _id }) => _id)).toEqual((direction === 1 ? ids : ids.toReversed()).slice(0, 4));
    },
  );

  it('and not, where none fits: then every document is looked at', async () => {
    const { examined } = await examinedBy(() => waits().find({ version: 3 }).toArray());
    expect(examined).toBe(5_000);
  });
});

describe('with and without an index the answer is the same', () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      undefined,
      0,
      1,
      2,
      -1,
      1.5,
      3_000_000_000,
      3_000_000_000.5,
      '',
      'a',
      'b',
      'B',
      true,
      false,
    ),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(new Date('2024-01-01'), new Date('2024-06-01')),
  );
  const doc = fc.record({ a: value, b: value, c: value });
  const operand = value.filter((v) => v !== null && v !== undefined);
  const condition = fc.oneof(
    value.map((v) => (v === undefined ? null : v)),
    fc
      .constantFrom('$gt', '$gte', '$lt', '$lte')
      .chain((operator) => operand.map((v) => ({ [operator]: v }))),
    fc.tuple(operand, operand).map(([low, high]) => ({ $gte: low, $lt: high })),
    fc
      .array(
        value.map((v) => (v === undefined ? null : v)),
        { maxLength: 3 },
      )
      .map((values) => ({ $in: values })),
    fc.boolean().map((exists) => ({ $exists: exists })),
    operand.map((v) => ({ $ne: v })),
  );
  const simple = fc.dictionary(fc.constantFrom('a', 'b', 'c'), condition, { maxKeys: 2 });
  const filter = fc.oneof(
    simple,
    fc.tuple(simple, simple).map(([one, other]) => ({ $and: [one, other] })),
    fc
      .tuple(simple, fc.array(simple, { minLength: 1, maxLength: 3 }))
      .map(([one, any]) => ({ ...one, $or: any })),
  );
  const orders: Order[] = [
    { _id: 1 },
    { a: 1, _id: 1 },
    { a: -1, _id: -1 },
    { a: 1, b: -1, _id: 1 },
    { a: -1, b: 1, _id: -1 },
    { b: 1, a: 1, _id: 1 },
    { c: 1, _id: 1 },
    { b: -1, c: -1, _id: -1 },
  ];
  const indexes: { keys: Order; sparse?: true }[] = [
    { keys: { a: 1, b: -1 } },
    { keys: { b: -1, c: -1, _id: -1 } },
    { keys: { c: 1 }, sparse: true },
    { keys: { c: 1, a: -1 } },
  ];

  it('for any documents, conditions, orders and pages', async () => {
    const plain = connection.collection<Doc>('plain');
    const indexed = connection.collection<Doc>('indexed');
    await plain.insertOne({ _id: -1 });
    for (const { keys, sparse } of indexes) await indexed.createIndex(keys, sparse ? { sparse } : {});
    await fc.assert(
      fc.asyncProperty(
        fc.array(doc, { minLength: 1, maxLength: 25 }),
        fc.array(fc.tuple(filter, fc.constantFrom(...orders), fc.nat({ max: 5 }), fc.nat({ max: 8 })), {
          minLength: 5,
          maxLength: 10,
        }),
        async (bodies, questions) => {
          const docs = bodies.map((body, _id): Doc => ({
            _id,
            ...Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined)),
          }));
          for (const each of [plain, indexed]) {
            await each.deleteMany({});
            await each.insertMany(docs.map((one) => ({ ...one })));
          }
          for (const [where, order, skip, limit] of questions) {
            const [expected, found] = await Promise.all(
              [plain, indexed].map((each) => each.find(where).sort(order).skip(skip).limit(limit).toArray()),
            );
            expect(found).toEqual(expected);
            const ids = (await indexed.find(where).sort(order).toArray()).map(({ _id }) => _id);
            expect(ids).toEqual(
              sorted(
                docs.filter(({ _id }) => ids.includes(_id)),
                order,
              ).map(({ _id }) => _id),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('also while documents change', async () => {
    const plain = connection.collection<Doc>('plain-changes');
    const indexed = connection.collection<Doc>('indexed-changes');
    for (const { keys, sparse } of indexes) await indexed.createIndex(keys, sparse ? { sparse } : {});
    const change: fc.Arbitrary<Record<string, Record<string, unknown>> | null> = fc.oneof(
      doc
        .map((body) => ({
          $set: Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined)),
        }))
        .filter(({ $set }) => Object.keys($set).length > 0),
      fc.constantFrom('a', 'b', 'c').map((field) => ({ $unset: { [field]: '' } })),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 9 }), change), { maxLength: 25 }),
        fc.array(fc.tuple(filter, fc.constantFrom(...orders)), { minLength: 3, maxLength: 5 }),
        async (changes, questions) => {
          for (const each of [plain, indexed]) {
            await each.deleteMany({});
            for (const [_id, update] of changes)
              await (update ? each.updateOne({ _id }, update, { upsert: true }) : each.deleteOne({ _id }));
          }
          for (const [where, order] of questions) {
            const [expected, found] = await Promise.all(
              [plain, indexed].map((each) => each.find(where).sort(order).toArray()),
            );
            expect(found).toEqual(expected);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('for arrays too, where one document has many places in an index', async () => {
    const plain = connection.collection<Doc>('plain-arrays');
    const indexed = connection.collection<Doc>('arrays');
    await indexed.createIndex({ tags: 1, n: 1 });
    await indexed.createIndex({ 'items.kind': 1, 'items.size': 1 });
    for (const each of [plain, indexed]) {
      await each.insertMany([
        {
          _id: 1,
          n: 1,
          tags: ['a', 'b'],
          items: [
            { kind: 'x', size: 1 },
            { kind: 'y', size: 9 },
          ],
        },
        { _id: 2, n: 2, tags: [], items: [] },
        { _id: 3, n: 3 },
        { _id: 4, n: 4, tags: ['b', 'c', 'b'], items: [{ kind: 'x' }] },
        { _id: 5, n: 5, tags: 'b' },
      ]);
    }
    const idsOf = async (from: typeof plain, where: object) =>
      (await from.find(where).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(await idsOf(indexed, { tags: 'b' })).toEqual([1, 4, 5]);
    expect(await idsOf(indexed, { 'items.kind': 'x', 'items.size': 9 })).toEqual([1]);
    const others = [
      { tags: { $in: ['a', 'b'] } },
      { tags: { $gt: 'a', $lt: 'c' } },
      { tags: null },
      { tags: [] },
      { tags: { $in: [null, 'a'] } },
      { tags: ['a', 'b'] },
      { tags: 'b', n: { $gt: 1 } },
      { 'items.kind': 'x', 'items.size': null },
      { 'items.size': { $gte: 1 } },
      { tags: { $elemMatch: { $gt: 'b' } } },
    ];
    for (const where of others)
      expect([where, await idsOf(indexed, where)]).toEqual([where, await idsOf(plain, where)]);
    expect(await indexed.find().sort({ tags: 1, _id: 1 }).toArray()).toEqual(
      await plain.find().sort({ tags: 1, _id: 1 }).toArray(),
    );
  });
});
