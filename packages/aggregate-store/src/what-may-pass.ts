import { isNativeError } from 'node:util/types';
import mongoose from 'mongoose';
import { TransientFailure } from '@waymark/messaging';

const { MongoBulkWriteError, MongoError, MongoServerError, MongoNetworkError, MongoServerSelectionError } =
  mongoose.mongo;

/** Server answers that tell of a primary stepping down, a shutdown or a time limit, by MongoDB's error codes. */
const passingCodes: ReadonlySet<unknown> = new Set([
  6, 7, 50, 64, 89, 91, 134, 189, 202, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436,
]);

const passingNames: ReadonlySet<string> = new Set([
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
const passingSystemCodes: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when the same call may well succeed later: the network, the primary or the pool failed, not the request. */
export function mayPass(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if ('code' in error && passingSystemCodes.has(error.code)) return true;
  // The driver wraps what kept a bulk from the database at all in the error that tells of its documents.
  if (error instanceof MongoBulkWriteError && mayPass(error.errorResponse)) return true;
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (passingNames.has(error.name)) return true;
  if (!(error instanceof MongoError)) return false;
  return passingCodes.has(error.code) || error.hasErrorLabel('RetryableWriteError');
}

/** True when the pool had no connection to give within the time that a call waits for one. */
export function hadNoPlace(error: unknown): boolean {
  return isNativeError(error) && error.name === 'MongoWaitQueueTimeoutError';
}

/** The error to throw on: a TransientFailure for what may pass, and the error itself otherwise. */
export function rethrown(error: unknown): unknown {
  return mayPass(error)
    ? new TransientFailure('The database is out of reach for the moment', { cause: error })
    : error;
}

/** Run one database call; what may pass comes out as TransientFailure. */
export async function reaching<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw rethrown(error);
  }
}

const duplicateKey = 11_000;

/** True when a unique key was there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * The documents of a bulk that met a unique key, where that is all that was wrong with it: the others are written.
 * Undefined where the bulk failed otherwise, above all where it never reached the database and has no fault to name.
 */
export function duplicatesIn(error: unknown): mongoose.mongo.WriteError[] | undefined {
  if (!(error instanceof MongoBulkWriteError) || isNativeError(error.errorResponse)) return undefined;
  const faults: mongoose.mongo.WriteError[] = [error.writeErrors].flat();
  const onlyThese = error.result.getWriteConcernError() === undefined && faults.length > 0;
  return onlyThese && faults.every(({ code }) => code === duplicateKey) ? faults : undefined;
}
