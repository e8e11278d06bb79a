import { toHeaders, type Envelope } from '@waymark/events';
import type { IHeaders, Message } from 'kafkajs';

// Tracing agents overwrite `traceparent` with the context in which a whole request is sent, which may carry events of
// several origins. The CloudEvents attribute of the same name stays as it was.
const ownTraceHeader = 'ce_traceparent';

export function toMessage(key: string, envelope: Envelope): Message {
  const trace = envelope.traceparent === undefined ? {} : { [ownTraceHeader]: envelope.traceparent };
  return { key, value: JSON.stringify(envelope.data), headers: { ...toHeaders(envelope), ...trace } };
}

/** Headers as text, with the event's own trace where it was kept. Of a repeated header nothing is taken. */
export function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined && !Array.isArray(value)) text[name] = value.toString();
  }
  const kept = text[ownTraceHeader];
  return kept === undefined ? text : { ...text, traceparent: kept };
}
