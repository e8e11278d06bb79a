import mongoose from 'mongoose';
import type { Log } from '@waymark/decisions';
import pRetry from 'p-retry';
import { pairedInserts, type Insertion, type PairInserted } from './paired-inserts.ts';
import { isPoolTimeout, toTransientFailure } from './transient-errors.ts';

/** An open database. `collection` gives the driver's own collection. */
export type Database = {
  connection: mongoose.Connection;
  collection(name: string): mongoose.mongo.Collection<mongoose.mongo.Document>;
  /** Inserts two documents, the second only after the first, together with all that come at the same moment. */
  insertPair(first: Insertion, second: Insertion): Promise<PairInserted>;
  /** Resolves when the primary answers; rejects with TransientFailure when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Open a pool to MongoDB or to anything that speaks its protocol. Throws TransientFailure when nobody answers within
 * five seconds. Every write waits for a majority and the journal; reads come from the primary. A lost database fails
 * each call at once rather than holding it back (`bufferCommands` is off).
 *
 * Mongoose is used thinly, and on purpose. The envelope of a document (`_id`, `version`, `pending`, …) has a strict
 * mongoose schema, which names the fields and makes the indexes; the state inside is `Mixed`, because its one
 * description is the zod schema that checks it at every write and every load. The one conditional write of a command
 * goes through the driver's collection: mongoose's casting, defaults and change tracking would be a second opinion
 * on what is to be written.
 */
export async function connect(
  url: string,
  { log, appName }: { log: Log; appName: string },
): Promise<Database> {
  const connection = await open(url, appName);
  connection.on('error', (error: Error) =>
    log.error({ reason: error.name }, 'The database connection failed'),
  );
  connection.on('disconnected', () => log.warn({}, 'The database is out of reach'));
  connection.on('reconnected', () => log.info({}, 'The database is back'));
  return {
    connection,
    collection: (name) => opened(connection).collection(name),
    insertPair: pairedInserts(() => connection.getClient()),
    ping: async () => {
      try {
        await opened(connection).command({ ping: 1 });
      } catch (error) {
        throw toTransientFailure(error);
      }
    },
    close: () => connection.close(),
  };
}

function opened(connection: mongoose.Connection): mongoose.mongo.Db {
  if (connection.db === undefined) throw new Error('The database connection is closed');
  return connection.db;
}

/**
 * An open connection. A call waits two seconds for a place in the pool, and the driver's opening is a call like others:
 * a process that is busy with its own start may need longer to make the first connection, so it gets four more tries.
 */
async function open(url: string, appName: string): Promise<mongoose.Connection> {
  try {
    return await pRetry(() => openOnce(url, appName), {
      retries: 4,
      minTimeout: 0,
      shouldRetry: ({ error }) => isPoolTimeout(error),
    });
  } catch (error) {
    throw toTransientFailure(error);
  }
}

async function openOnce(url: string, appName: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(url, {
    appName,
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
    ignoreUndefined: true,
    maxPoolSize: 20,
    minPoolSize: 2,
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    sanitizeFilter: true,
    serverSelectionTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    waitQueueTimeoutMS: 2_000,
    writeConcern: { w: 'majority', journal: true },
  });
  connection.set('strictQuery', 'throw');
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close(true);
    throw error;
  }
}
