import type { Log } from '@waymark/decisions';
import { pino, type DestinationStream, type Level, type Logger } from 'pino';

/** Fields that may hold what belongs to a person, or a key to it, in any spelling of capitals and separators. */
const withheld = new Set(
  [
    'name names givenName familyName firstName lastName fullName preferredName knownAs parentName carerName',
    'nhsNumber nhs address addressLine addressLine1 addressLine2 addresses postcode',
    'dateOfBirth dob birthDate phone telephone mobile contactPhone email contactEmail contact contacts',
    'notes note clinicalNotes comment comments freeText text narrative',
    'authorization cookie cookies setCookie accessToken refreshToken idToken token secret password code',
    'body query url originalUrl headers rawHeaders typed',
  ]
    .join(' ')
    .split(' ')
    .map(plainKey),
);

/** Keys called `code` that tell of a machine, not of a family: an error's code is a word in capitals. */
const machineCode = /^[A-Z][A-Z0-9_]{2,60}$/;

const maskedAs = '[withheld]';
const tenDigits = /(?<![0-9A-Za-z_])\d{3}[ -]?\d{3}[ -]?\d{4}(?![0-9A-Za-z_])/g;
const email = /[^\s@"'<>]+@[^\s@"'<>]+\.[a-z]{2,}/gi;
const postcode = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/gi;
const deepest = 6;

/** Text with runs of ten digits, e-mail addresses and postcodes taken out. */
export function scrubText(text: string): string {
  return text.replace(tenDigits, maskedAs).replace(email, maskedAs).replace(postcode, maskedAs);
}

/**
 * The fields of a log line without what belongs to a person: named fields are withheld at any depth, text is
 * scrubbed, and an error keeps its type, its code and where it happened, but its message only when the message
 * is known to speak of machines.
 */
export function scrubFields(fields: object): Record<string, unknown> {
  return scrubObject(fields, 0, new Set());
}

function plainKey(key: string): string {
  return key.replace(/[-_\s.]/g, '').toLowerCase();
}

function scrubObject(fields: object, depth: number, above: Set<object>): Record<string, unknown> {
  above.add(fields);
  const entries = Object.entries(fields).map(([key, value]: [string, unknown]) => [
    scrubText(key),
    mustWithhold(key, value) ? maskedAs : scrub(value, depth + 1, above),
  ]);
  above.delete(fields);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function mustWithhold(key: string, value: unknown): boolean {
  if (value === undefined || value === null || !withheld.has(plainKey(key))) return false;
  return !(key === 'code' && typeof value === 'string' && machineCode.test(value));
}

function scrub(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return /^\d{10}$/.test(String(value)) ? maskedAs : typeof value === 'bigint' ? String(value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value) || depth > deepest) return '[…]';
  if (value instanceof Error) return scrubError(value, depth, above);
  if (value instanceof Date) return value.toJSON();
  if (Buffer.isBuffer(value)) return '[bytes]';
  if (Array.isArray(value)) {
    above.add(value);
    const items = value.map((item) => scrub(item, depth + 1, above));
    above.delete(value);
    return items;
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const json: unknown = (value.toJSON as () => unknown)();
    return scrub(json, depth + 1, above);
  }
  return scrubObject(value, depth, above);
}

/** Messages of these speak of code, of the network or of the broker, never of what a person sent. */
const speaksOfMachines =
  /^(TypeError|ReferenceError|TransientFailure|Kafka\w*|Mongo(Network|ServerSelection|Topology|WaitQueue|Pool)\w*)$/;

function scrubError(error: Error, depth: number, above: Set<object>): Record<string, unknown> {
  above.add(error);
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? error.code
      : undefined;
  const plain = speaksOfMachines.test(error.name) || 'syscall' in error;
  const scrubbed = {
    type: error.name,
    ...(plain ? { message: scrubText(error.message) } : {}),
    ...(code === undefined ? {} : { code: scrubText(String(code)) }),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => scrubText(line.trim()))
      .slice(0, 30),
    ...(error.cause instanceof Error && depth < deepest && !above.has(error.cause)
      ? { cause: scrubError(error.cause, depth + 1, above) }
      : {}),
  };
  above.delete(error);
  return scrubbed;
}

/**
 * The log of a service: one JSON line each, to stdout unless a destination is given. Whatever is given to it, and to
 * its children, is scrubbed first, see scrubFields.
 */
export function logger(about: {
  level: Level | 'silent';
  service: string;
  destination?: DestinationStream;
}): Log {
  const options = {
    level: about.level,
    base: { service: about.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => error },
  };
  return scrubbing(about.destination ? pino(options, about.destination) : pino(options));
}

function scrubbing(lines: Logger): Log {
  const at = (level: Level) => (fields: object, message: string) => {
    if (lines.isLevelEnabled(level)) lines[level](scrubFields(fields), scrubText(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    child: (fields) => scrubbing(lines.child(scrubFields(fields))),
  };
}
