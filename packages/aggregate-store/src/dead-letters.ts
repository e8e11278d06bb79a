import { parseArgs } from 'node:util';
import type { Parked, ParkedKey, ParkingLot } from '@waymark/messaging';

export const deadLetterUsage = `npm run dlq -- COMMAND [--service NAME] [--mongo URL]

  list [GROUP]               the keys that wait, oldest first, with the reason
  show GROUP TOPIC KEY       every event that waits under a key, in order, with its data
  replay GROUP TOPIC KEY     try the first one again; the running service takes it up within a second,
                             and then those behind it
  drop GROUP TOPIC KEY       throw the first one away for good, and go on with those behind it

  --service NAME   the service whose events wait: the database of that name on the server
  --mongo URL      the database, when MONGO_URL does not say it

Ends with 0 when done, 1 when no such key waits, 64 when the command is not understood, 69 when the database
does not answer.
`;

export type DeadLetterCommand =
  | { command: 'list'; group?: string }
  | { command: 'show' | 'replay' | 'drop'; group: string; topic: string; key: string };

/** What the operator wants, or undefined where it is not understood. */
export function parseDeadLetterCommand(
  args: readonly string[],
): { request: DeadLetterCommand; service?: string; mongo?: string } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { service: { type: 'string' }, mongo: { type: 'string' } },
    });
    const request = commandOf(positionals);
    return request && { request, ...values };
  } catch {
    return undefined;
  }
}

function commandOf([command, group, topic, key, ...more]: readonly string[]): DeadLetterCommand | undefined {
  if (more.length > 0) return undefined;
  if (command === 'list' && topic === undefined) return { command, ...(group !== undefined && { group }) };
  if (command !== 'show' && command !== 'replay' && command !== 'drop') return undefined;
  return group && topic && key ? { command, group, topic, key } : undefined;
}

/**
 * Carry out an operator's command. Prints what it did and returns the exit code. Only `show` prints
 * what is in an event. Throws TransientFailure while the database is out of reach.
 */
export async function runDeadLetterCommand(
  lot: ParkingLot,
  request: DeadLetterCommand,
  print: (line: string) => void,
): Promise<0 | 1> {
  if (request.command === 'list') {
    const keys = await lot.keys(request.group);
    keys.map(keyLine).forEach(print);
    print(
      keys.length === 0
        ? 'Nothing waits.'
        : `${keys.length} ${keys.length === 1 ? 'key waits' : 'keys wait'}.`,
    );
    return 0;
  }
  const { command, group, topic, key } = request;
  if (command === 'show') {
    const entries = await lot.entries(group, { topic, key });
    entries.map(entryLines).forEach(print);
    if (entries.length > 0) return 0;
  } else if (
    command === 'replay' ? await lot.markReplay(group, topic, key) : await lot.drop(group, topic, key)
  ) {
    print(
      command === 'replay'
        ? 'Marked. The running service tries it again.'
        : 'Dropped the first event of the key.',
    );
    return 0;
  }
  print(`Nothing waits under ${key} for ${group} on ${topic}.`);
  return 1;
}

function keyLine({ group, topic, key, reason, error, at, entries, replay }: ParkedKey): string {
  const why = error === undefined ? reason : `${reason} (${error.name})`;
  const waits = entries === 1 ? '1 event' : `${entries} events`;
  return `${at}  ${group}  ${topic}  ${key}  ${why}  ${waits}${replay ? '  to be tried again' : ''}`;
}

function entryLines({
  partition,
  offset,
  type,
  sequence,
  reason,
  error,
  at,
  headers,
  value,
}: Parked): string {
  return [
    `${type ?? 'not an event'}${sequence === undefined ? '' : ` ${sequence}`}  ${headers['ce_id'] ?? 'no id'}`,
    `  waits since ${at} because of: ${reason}${error === undefined ? '' : `, ${error.name}: ${error.message}`}`,
    `  partition ${partition}, offset ${offset}`,
    `  data ${value ?? 'none'}`,
  ].join('\n');
}
