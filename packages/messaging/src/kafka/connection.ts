import type { Log } from '@waymark/decisions';
import { Kafka, type KafkaConfig, type RetryOptions, type SASLOptions } from 'kafkajs';
import { libraryLog } from './library-log.ts';
import { silenceNegativeTimeoutWarning } from './negative-timeout.ts';

export type Connection = {
  brokers: readonly string[];
  clientId: string;
  /** Set before every topic and group, so that several can share one broker. */
  topicPrefix?: string;
  ssl?: KafkaConfig['ssl'];
  sasl?: SASLOptions;
};

/** A broker that comes back is found within two seconds; giving up is for those who ask. */
export const libraryRetry: RetryOptions = {
  initialRetryTime: 100,
  multiplier: 2,
  factor: 0.2,
  maxRetryTime: 1_500,
  retries: 6,
};

export function connect({ brokers, clientId, ssl, sasl }: Connection, log: Log): Kafka {
  silenceNegativeTimeoutWarning();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: libraryRetry,
    logCreator: libraryLog(log),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
  });
}
