import { dataSchemaOf, Envelope } from './envelope.ts';

/** A Kafka message as a client hands it over. A repeated header comes as a list. */
export type Message = {
  readonly key: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  readonly headers?: Readonly<Record<string, HeaderValue | HeaderValue[] | undefined>>;
};
type HeaderValue = Uint8Array | string;

/** Why a message is not an event. Names the place, never the content. */
export type Malformed = { malformed: string };

const specVersion = '1.0';
const Attributes = Envelope.pick({
  id: true,
  type: true,
  source: true,
  subject: true,
  sequence: true,
  time: true,
});
const contentType = 'application/json';

/** The Kafka headers of an event: CloudEvents 1.0 in binary mode. The key is the subject and the value the data as JSON. */
export function toHeaders(envelope: Envelope): Record<string, string> {
  return {
    ce_specversion: specVersion,
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: envelope.source,
    ce_subject: envelope.subject,
    ce_time: envelope.time,
    ce_sequence: String(envelope.sequence),
    ce_dataschema: dataSchemaOf(envelope.type),
    'content-type': contentType,
    ...(envelope.resync ? { ce_resync: 'true' } : {}),
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
  };
}

/** The event that a Kafka message carries, or why it carries none. Never throws. The data is not yet checked: its event type does that. */
export function fromMessage({ key, value, headers = {} }: Message): Envelope | Malformed {
  const read = (name: string): string | undefined => {
    const found = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return found === undefined || Array.isArray(found) ? undefined : textOf(found);
  };
  const repeated = Object.keys(headers).find((name) => Array.isArray(headers[name]));
  if (repeated !== undefined && isKnownHeader(repeated))
    return { malformed: `Header ${repeated} stands more than once` };
  if (read('ce_specversion') !== specVersion) return { malformed: 'Header ce_specversion is not 1.0' };
  if (!isJson(read('content-type'))) return { malformed: 'Header content-type is not application/json' };

  const sequence = read('ce_sequence') ?? '';
  const traceparent = read('traceparent');
  const parsed = Attributes.safeParse({
    id: read('ce_id'),
    type: read('ce_type'),
    source: read('ce_source'),
    subject: read('ce_subject'),
    sequence: /^[1-9][0-9]*$/.test(sequence) ? Number(sequence) : undefined,
    time: read('ce_time'),
  });
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map((issue) => `ce_${String(issue.path[0])}`));
    return { malformed: `Missing or not understood: ${[...fields].join(', ')}` };
  }
  if (key === null || textOf(key) !== parsed.data.subject) return { malformed: 'The key is not the subject' };

  const data = dataOf(value);
  if ('malformed' in data) return data;
  return {
    ...parsed.data,
    data: data.json,
    ...(read('ce_resync') === 'true' ? { resync: true as const } : {}),
    ...(traceparent !== undefined && isTraceparent(traceparent) ? { traceparent } : {}),
  };
}

function isKnownHeader(name: string): boolean {
  return name.startsWith('ce_') || name === 'content-type';
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json(?:\s*;|$)/i.test(contentType);
}

function isTraceparent(text: string): boolean {
  return Envelope.shape.traceparent.safeParse(text).success;
}

/** The text, or undefined where the bytes are not UTF-8. */
function textOf(value: HeaderValue): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return undefined;
  }
}

function dataOf(value: HeaderValue | null): { json: unknown } | Malformed {
  if (value === null) return { malformed: 'There is no value' };
  const text = textOf(value);
  if (text === undefined) return { malformed: 'The value is not UTF-8' };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { malformed: 'The value is not JSON' };
  }
}
