import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { databaseUrl, freshDatabase, freshTopicPrefix, testStack } from './test-stack.ts';

describe('the stack of a test run', () => {
  it('answers with a Kafka and a database, the same to everyone who asks', async () => {
    const [one, other] = await Promise.all([testStack(), testStack()]);
    expect(one).toEqual(other);
    const admin = new Kafka({ brokers: one.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const topic = `${freshTopicPrefix()}referrals.v1`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
    expect(await admin.listTopics()).toContain(topic);
    await admin.disconnect();
  });

  it('gives each test an empty database of its own', async () => {
    const [mine, yours] = await Promise.all([freshDatabase('mine'), freshDatabase('yours')]);
    const connection = await mongoose.createConnection(mine.url).asPromise();
    await connection.collection('waits').insertOne({ weeks: 12 });
    expect(await connection.useDb(yours.name).collection('waits').countDocuments()).toBe(0);
    await mine.drop();
    expect(await connection.collection('waits').countDocuments()).toBe(0);
    await connection.close();
  });
});

describe('databaseUrl', () => {
  it.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/own'],
    ['mongodb://127.0.0.1:27017/', 'mongodb://127.0.0.1:27017/own'],
    ['mongodb://a:1,b:2/other?replicaSet=rs', 'mongodb://a:1,b:2/own?replicaSet=rs'],
    ['mongodb+srv://u:p@host/?tls=true', 'mongodb+srv://u:p@host/own?tls=true'],
  ])('puts the name of the database into %s', (given, expected) => {
    expect(databaseUrl(given, 'own')).toBe(expected);
  });
});
