import { isNativeError } from 'node:util/types';
import mongoose from 'mongoose';
import { TransientFailure } from '@waymark/decisions';

const {
  MongoBulkWriteError,
  MongoClientBulkWriteError,
  MongoError,
  MongoServerError,
  MongoNetworkError,
  MongoServerSelectionError,
} = mongoose.mongo;

/** Server answers for a primary stepping down, a shutdown or a time limit, by MongoDB's error codes. */
const transientServerCodes: ReadonlySet<unknown> = new Set([
  6, 7, 50, 64, 89, 91, 134, 189, 202, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436,
]);

const transientNames: ReadonlySet<string> = new Set([
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongooseServerSelectionError',
  'PoolClearedOnNetworkError',
]);

/** A connection that breaks at the wrong moment comes through the driver as the system's own error. */
const transientSystemCodes: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when the same call may well succeed later: the network, the primary or the pool failed, not the request. */
export function isTransient(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if ('code' in error && transientSystemCodes.has(error.code)) return true;
  // The driver wraps what kept a bulk from the database at all in the error about its documents.
  if (error instanceof MongoBulkWriteError && isTransient(error.errorResponse)) return true;
  if (error instanceof MongoClientBulkWriteError && isTransient(error.cause)) return true;
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (transientNames.has(error.name)) return true;
  if (!(error instanceof MongoError)) return false;
  return transientServerCodes.has(error.code) || error.hasErrorLabel('RetryableWriteError');
}

/** True when the pool had no free connection within the time that a call waits for one. */
export function isPoolTimeout(error: unknown): boolean {
  return isNativeError(error) && error.name === 'MongoWaitQueueTimeoutError';
}

/** The error to throw on: a TransientFailure for a transient one, and the error itself otherwise. */
export function toTransientFailure(error: unknown): unknown {
  return isTransient(error)
    ? new TransientFailure('The database is out of reach for the moment', { cause: error })
    : error;
}

/** Run one database call; a transient error comes out as TransientFailure. */
export async function asTransient<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toTransientFailure(error);
  }
}

const duplicateKeyCode = 11_000;

/** True when a unique key was there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKeyCode;
}

/**
 * The documents of a bulk that met a unique key, where that is all that was wrong with it: the others are written.
 * Undefined where the bulk failed otherwise, above all where it never reached the database and has no fault to name.
 */
export function duplicatesIn(error: unknown): mongoose.mongo.WriteError[] | undefined {
  if (!(error instanceof MongoBulkWriteError) || isNativeError(error.errorResponse)) return undefined;
  const faults: mongoose.mongo.WriteError[] = [error.writeErrors].flat();
  const onlyThese = error.result.getWriteConcernError() === undefined && faults.length > 0;
  return onlyThese && faults.every(({ code }) => code === duplicateKeyCode) ? faults : undefined;
}

/**
 * The first document of an ordered bulk of several collections that met a unique key, where that is all that was wrong:
 * those before it are written, those after it were not tried. Undefined where the bulk failed otherwise.
 */
export function duplicateAt(error: unknown): { at: number; message: string } | undefined {
  if (!(error instanceof MongoClientBulkWriteError) || error.writeConcernErrors.length > 0) return undefined;
  const [fault] = error.writeErrors;
  return fault?.[1].code === duplicateKeyCode ? { at: fault[0], message: fault[1].message } : undefined;
}
