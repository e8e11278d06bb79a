import mongoose from 'mongoose';
import { TransientFailure } from '@waymark/messaging';

const { MongoError, MongoServerError, MongoNetworkError, MongoServerSelectionError } = mongoose.mongo;

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

/** True when the same call may well succeed later: the network, the primary or the pool failed, not the request. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (passingNames.has(error.name)) return true;
  if (!(error instanceof MongoError)) return false;
  return passingCodes.has(error.code) || error.hasErrorLabel('RetryableWriteError');
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

/** True when a unique key was there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000;
}
