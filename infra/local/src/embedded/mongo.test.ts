import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedMongo } from '@waymark/testkit/stack';
import mongoose from 'mongoose';

type Wait = {
  _id: string;
  version: number;
  history?: number[];
  winner?: number;
  left?: number;
  right?: number;
  key?: string;
  source?: string;
  sequence?: number;
  code?: string | number;
  lastSeq?: number;
  openedBy?: number;
  outbox?: { sequence: number }[];
  tags?: string[];
  gone?: boolean;
  state?: { stage: string };
  sources?: Record<string, number>;
  owner?: string | null;
  service?: string;
  weeks?: number;
  stage?: string;
  due?: number;
  body?: string;
};

let dir: string;
let mongo: Awaited<ReturnType<typeof embeddedMongo>>;
let connection: mongoose.Connection;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-mongo-'));
  mongo = await embeddedMongo({ dir });
  connection = await mongoose.createConnection(`${mongo.url}/waits`).asPromise();
});

afterAll(async () => {
  await connection.close();
  await mongo.stop();
  await rm(dir, { recursive: true, force: true });
});

/** A collection of its own for each test, named after what it is about. */
function collection(name: string) {
  return connection.collection<Wait>(name);
}

describe('the database: one document, one write', () => {
  it('lets mongoose make models, save and read them', async () => {
    const Pathway = connection.model(
      'Pathway',
      new mongoose.Schema({ _id: String, weeks: Number, seenOn: Date }),
    );
    await Pathway.create({ _id: 'pw_1', weeks: 12, seenOn: new Date('2024-06-03T00:00:00Z') });
    const read = await Pathway.findById('pw_1').lean();
    expect(read).toMatchObject({ _id: 'pw_1', weeks: 12, seenOn: new Date('2024-06-03T00:00:00Z') });
  });

  it('lets exactly one of twenty concurrent conditional updates win', async () => {
    const races = collection('races');
    for (let round = 0; round < 10; round++) {
      const _id = `race-${round}`;
      await races.insertOne({ _id, version: 0 });
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, runner) =>
          races.updateOne(
            { _id, version: 0 },
            { $set: { winner: runner }, $inc: { version: 1 }, $push: { history: runner } },
          ),
        ),
      );
      expect(outcomes.filter(({ matchedCount }) => matchedCount === 1)).toHaveLength(1);
      const after = await races.findOne({ _id });
      expect(after?.version).toBe(1);
      expect(after?.history).toEqual([outcomes.findIndex(({ matchedCount }) => matchedCount === 1)]);
    }
  });

  it('counts every one of many concurrent increments', async () => {
    const counts = collection('counts');
    await counts.insertOne({ _id: 'all', version: 0 });
    await Promise.all(
      Array.from({ length: 200 }, () => counts.updateOne({ _id: 'all' }, { $inc: { version: 1 } })),
    );
    expect((await counts.findOne({ _id: 'all' }))?.version).toBe(200);
  });

  it('never shows half of an update', async () => {
    const halves = collection('halves');
    await halves.insertOne({ _id: 'one', version: 0, left: 0, right: 0 });
    let writing = true;
    const writer = (async () => {
      for (let n = 1; n <= 200; n++) await halves.updateOne({ _id: 'one' }, { $set: { left: n, right: n } });
      writing = false;
    })();
    while (writing) {
      const seen = await halves.findOne({ _id: 'one' });
      expect(seen?.left).toBe(seen?.right);
    }
    await writer;
  });

  it('refuses a second document with the same id, or the same unique value, by E11000', async () => {
    const people = collection('people');
    await people.createIndex({ key: 1 }, { unique: true });
    await people.createIndex({ source: 1, sequence: 1 }, { unique: true, sparse: true });
    await people.insertOne({ _id: 'a', version: 0, key: 'k1', source: 's', sequence: 1 });
    await expect(people.insertOne({ _id: 'a', version: 0, key: 'k2' })).rejects.toMatchObject({
      code: 11000,
    });
    await expect(people.insertOne({ _id: 'b', version: 0, key: 'k1' })).rejects.toMatchObject({
      code: 11000,
    });
    await people.insertOne({ _id: 'c', version: 0, key: 'k3' });
    await people.insertOne({ _id: 'd', version: 0, key: 'k4' });
    await expect(
      people.insertOne({ _id: 'e', version: 0, key: 'k5', source: 's', sequence: 1 }),
    ).rejects.toMatchObject({ code: 11000 });
    await expect(people.updateOne({ _id: 'c' }, { $set: { key: 'k1' } })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await people.countDocuments({})).toBe(3);
    expect(await people.findOne({ key: 'k3' })).toMatchObject({ _id: 'c' });
    await people.deleteOne({ _id: 'a' });
    await people.insertOne({ _id: 'f', version: 0, key: 'k1' });
  });

  it('lets one of twenty concurrent inserts with the same unique value in', async () => {
    const codes = collection('codes');
    await codes.createIndex({ code: 1 }, { unique: true });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => codes.insertOne({ _id: `c${n}`, version: 0, code: 'same' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codes.countDocuments({ code: 'same' })).toBe(1);
  });

  it('upserts on a condition, and a repeat by E11000 changes nothing', async () => {
    const applied = collection('applied');
    const apply = (sequence: number) =>
      applied.updateOne(
        { _id: 'pw_1', lastSeq: { $lt: sequence } },
        { $set: { lastSeq: sequence }, $setOnInsert: { openedBy: sequence }, $inc: { version: 1 } },
        { upsert: true },
      );
    expect(await apply(1)).toMatchObject({ upsertedCount: 1, upsertedId: 'pw_1' });
    expect(await apply(2)).toMatchObject({ matchedCount: 1, upsertedCount: 0 });
    await expect(apply(2)).rejects.toMatchObject({ code: 11000 });
    expect(await applied.findOne({ _id: 'pw_1' })).toEqual({
      _id: 'pw_1',
      lastSeq: 2,
      openedBy: 1,
      version: 2,
    });
  });
});

describe('the database: updates and answers as with MongoDB', () => {
  it('pushes, pulls, adds, sets, unsets', async () => {
    const changes = collection('changes');
    await changes.insertOne({ _id: 'x', version: 1, outbox: [{ sequence: 1 }], tags: ['a'], gone: true });
    await changes.updateOne(
      { _id: 'x' },
      {
        $push: { outbox: { $each: [{ sequence: 2 }, { sequence: 3 }] } },
        $addToSet: { tags: 'a' },
        $unset: { gone: '' },
        $inc: { version: 1 },
        $set: { 'state.stage': 'waiting', 'sources.ref_1': 4 },
      },
    );
    await changes.updateOne({ _id: 'x' }, { $pull: { outbox: { sequence: { $lte: 2 } } } });
    expect(await changes.findOne({ _id: 'x' })).toEqual({
      _id: 'x',
      version: 2,
      outbox: [{ sequence: 3 }],
      tags: ['a'],
      state: { stage: 'waiting' },
      sources: { ref_1: 4 },
    });
  });

  it('finds and changes in one step, before or after, or nothing', async () => {
    const leases = collection('leases');
    const take = (owner: string, returnDocument: 'before' | 'after') =>
      leases.findOneAndUpdate(
        { _id: 'shard-0', $or: [{ owner: null }, { owner }] },
        { $set: { owner }, $inc: { version: 1 } },
        { returnDocument, projection: { owner: 1, version: 1 } },
      );
    expect(await take('one', 'after')).toBeNull();
    await leases.insertOne({ _id: 'shard-0', version: 0, owner: null });
    expect(await take('one', 'after')).toEqual({ _id: 'shard-0', owner: 'one', version: 1 });
    expect(await take('two', 'after')).toBeNull();
    expect(await take('one', 'before')).toEqual({ _id: 'shard-0', owner: 'one', version: 1 });
    expect(await leases.findOneAndDelete({ _id: 'shard-0' })).toMatchObject({ version: 2 });
    const upserted = await leases.findOneAndUpdate(
      { _id: 'shard-1' },
      { $inc: { version: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(upserted).toEqual({ _id: 'shard-1', version: 1 });
  });

  it('takes many writes at once, and says which it refused', async () => {
    const bulk = collection('bulk');
    const outcome = await bulk.bulkWrite(
      [
        { insertOne: { document: { _id: 'a', version: 0 } } },
        { insertOne: { document: { _id: 'b', version: 0 } } },
        { updateOne: { filter: { _id: 'a' }, update: { $inc: { version: 1 } } } },
        { updateOne: { filter: { _id: 'c' }, update: { $set: { version: 9 } }, upsert: true } },
        { deleteOne: { filter: { _id: 'b' } } },
      ],
      { ordered: false },
    );
    expect(outcome).toMatchObject({ insertedCount: 2, matchedCount: 1, upsertedCount: 1, deletedCount: 1 });
    const refused = bulk.insertMany(
      ['c', 'd', 'a', 'e'].map((_id) => ({ _id, version: 0 })),
      { ordered: false },
    );
    await expect(refused).rejects.toMatchObject({ code: 11000, result: { insertedCount: 2 } });
    expect((await bulk.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual([
      'a',
      'c',
      'd',
      'e',
    ]);
    await expect(bulk.insertMany(['f', 'a', 'g'].map((_id) => ({ _id, version: 0 })))).rejects.toMatchObject({
      code: 11000,
      result: { insertedCount: 1 },
    });
    expect(await bulk.findOne({ _id: 'g' })).toBeNull();
  });

  it('counts, lists distinct values, groups', async () => {
    const waits = collection('groups');
    await waits.createIndex({ service: 1 });
    await waits.insertMany(
      Array.from({ length: 30 }, (_, n) => ({
        _id: `g${n}`,
        version: 0,
        service: n % 3 === 0 ? 'camhs' : 'autism',
        weeks: n,
      })),
    );
    expect(await waits.countDocuments({ service: 'camhs', weeks: { $gte: 9 } })).toBe(7);
    expect(await waits.distinct('service')).toEqual(['autism', 'camhs']);
    const groups = await waits
      .aggregate([
        { $match: { service: { $in: ['camhs', 'autism'] }, weeks: { $lt: 20 } } },
        { $group: { _id: '$service', count: { $sum: 1 }, longest: { $max: '$weeks' } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(groups).toEqual([
      { _id: 'autism', count: 13, longest: 19 },
      { _id: 'camhs', count: 7, longest: 18 },
    ]);
  });

  it('hands out a long answer in batches', async () => {
    const many = collection('many');
    await many.insertMany(
      Array.from({ length: 2_500 }, (_, n) => ({ _id: `m${String(n).padStart(5, '0')}`, version: n })),
    );
    const ids: string[] = [];
    for await (const { _id } of many.find().sort({ _id: 1 }).batchSize(400)) ids.push(_id);
    expect(ids).toHaveLength(2_500);
    expect(ids).toEqual([...ids].sort());
    const page = await many
      .find({ version: { $gte: 100 } }, { projection: { version: 1 } })
      .sort({ version: 1 })
      .skip(5)
      .limit(300)
      .toArray();
    expect(page.map(({ version }) => version)).toEqual(Array.from({ length: 300 }, (_, n) => 105 + n));
  });

  it('hands out more than one message can hold', async () => {
    const large = collection('large');
    const body = 'x'.repeat(500_000);
    for (let n = 0; n < 150; n++) await large.insertOne({ _id: `l${n}`, version: n, body });
    expect(await large.find().toArray()).toHaveLength(150);
    expect(await large.deleteMany({ version: { $lt: 100 } })).toMatchObject({ deletedCount: 100 });
    expect(await large.countDocuments({ version: { $gte: 0 } })).toBe(50);
    await large.drop();
  });

  it('forgets a dropped collection and a dropped database', async () => {
    const short = collection('short');
    await short.createIndex({ code: 1 }, { unique: true });
    await short.insertOne({ _id: 'a', version: 0, code: 1 });
    await short.drop();
    expect(await short.countDocuments()).toBe(0);
    await short.insertMany([
      { _id: 'a', version: 0, code: 1 },
      { _id: 'b', version: 0, code: 1 },
    ]);
    const other = connection.useDb('other');
    await other.collection('things').insertOne({ a: 1 });
    await other.dropDatabase();
    expect(await other.collection('things').countDocuments()).toBe(0);
    expect(await short.countDocuments()).toBe(2);
  });

  it('keeps everything over a restart: documents, unique and ordinary indexes', async () => {
    const kept = collection('kept');
    await kept.createIndex({ code: 1 }, { unique: true });
    await kept.createIndex({ stage: 1, due: -1 });
    await kept.insertMany(
      [1, 2, 3].map((n) => ({ _id: `k${n}`, version: 0, code: n, stage: 'waiting', due: n })),
    );
    const indexes = await kept.indexes();
    await mongo.stop();
    await mongo.start();
    expect((await kept.find({ stage: 'waiting' }).sort({ due: -1 }).toArray()).map(({ _id }) => _id)).toEqual(
      ['k3', 'k2', 'k1'],
    );
    expect(await kept.indexes()).toEqual(indexes);
    await expect(kept.insertOne({ _id: 'k4', version: 0, code: 2 })).rejects.toMatchObject({ code: 11000 });
  });
});
