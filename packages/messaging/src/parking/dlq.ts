import { parseArgs } from 'node:util';
import type { Parked, ParkedKey, ParkingLot } from '../port/parking-lot.ts';

const USAGE = [
  'What events wait, why, and what is to become of them.',
  '',
  '  dlq list   [--group GROUP]',
  '  dlq show   GROUP TOPIC KEY',
  '  dlq replay GROUP TOPIC KEY | --all [--group GROUP]   try again, in order; the running service does it within a second',
  '  dlq drop   GROUP TOPIC KEY                           take out the first event for good; what stands behind it is tried',
  '',
  'A copy of every poisoned or malformed message stays in the topic TOPIC.GROUP.dlq.',
];

const FAILED = 1;
const MISUSED = 64;

/**
 * The operator's command about parked events. Prints for people, and gives the exit code: 0, 1 where there is no such
 * key, 64 where the command is not understood.
 */
export async function runDlq(
  args: string[],
  lot: ParkingLot,
  print: (line: string) => void,
): Promise<number> {
  const misused = (why: string) => {
    for (const line of [why, '', ...USAGE]) print(line);
    return MISUSED;
  };
  const asked = understood(args);
  if (asked === undefined) return misused('These options are not known.');
  const [command, ...rest] = asked.positionals;
  const { group, all = false } = asked.values;

  if (command === 'list' && rest.length === 0) {
    const keys = await lot.keys(group);
    if (keys.length === 0) print('No event waits.');
    for (const key of keys) print(lineOf(key));
    return 0;
  }
  if (command === 'replay' && all && rest.length === 0) {
    const keys = await lot.keys(group);
    for (const key of keys) await lot.markReplay(key.group, key.topic, key.key);
    print(`${keys.length} keys are marked for replay.`);
    return 0;
  }
  const [ofGroup, topic, key] = rest;
  if (ofGroup === undefined || topic === undefined || key === undefined || rest.length > 3) {
    return misused(command === undefined ? 'Say what to do.' : 'Say which key: GROUP TOPIC KEY.');
  }
  const none = () => {
    print(`No event of ${key} waits in ${ofGroup} for ${topic}.`);
    return FAILED;
  };
  switch (command) {
    case 'show': {
      const entries = await lot.entries(ofGroup, { topic, key });
      if (entries.length === 0) return none();
      for (const entry of entries) for (const line of linesOf(entry)) print(line);
      return 0;
    }
    case 'replay':
      if (!(await lot.markReplay(ofGroup, topic, key))) return none();
      print(`${key} is marked for replay.`);
      return 0;
    case 'drop':
      if (!(await lot.drop(ofGroup, topic, key))) return none();
      print(`The first event of ${key} is dropped; what stood behind it will be tried.`);
      return 0;
    default:
      return misused(`There is no command "${command}".`);
  }
}

function understood(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { group: { type: 'string' }, all: { type: 'boolean' } },
    });
  } catch {
    return undefined;
  }
}

function lineOf({ group, topic, key, reason, error, at, entries, replay }: ParkedKey): string {
  const why = error === undefined ? reason : `${reason} (${error.name}: ${error.message})`;
  const mark = replay ? ', marked for replay' : '';
  return `${group}  ${topic}  ${key}  ${entries} waiting since ${at}  ${why}${mark}`;
}

function linesOf({
  topic,
  partition,
  offset,
  type,
  sequence,
  reason,
  error,
  at,
  headers,
  value,
}: Parked): string[] {
  return [
    `${type ?? 'not an event'}  sequence ${sequence ?? 'unknown'}  ${reason}  ${topic}/${partition}/${offset}  parked ${at}`,
    ...(error === undefined ? [] : [`  ${error.name}: ${error.message}`]),
    ...Object.entries(headers).map(([name, header]) => `  ${name}: ${header}`),
    `  ${value ?? '(no value)'}`,
    '',
  ];
}
