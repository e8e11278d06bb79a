import type { Log } from '@waymark/decisions';
import { logLevel, type logCreator } from 'kafkajs';

// Warnings about settings that we chose on purpose.
const expectedMessages = ['Limiting retries for the idempotent producer may invalidate EoS guarantees'];

/**
 * The client library's log in ours. Of its extra fields only those go through that cannot hold a key or a value.
 * Its errors become warnings: it recovers from most, and what ends a consumer is reported by the consumer.
 */
export function libraryLog(log: Log): logCreator {
  return () =>
    ({ namespace, level, log: entry }) => {
      if (expectedMessages.includes(entry.message)) return;
      const { broker, clientId, groupId, topic, partition, error } = entry;
      const fields: Record<string, unknown> = { namespace, broker, clientId, groupId, topic, partition };
      if (typeof error === 'string') fields['error'] = error;
      if (level === logLevel.ERROR || level === logLevel.WARN) log.warn(fields, entry.message);
      else log.debug(fields, entry.message);
    };
}
