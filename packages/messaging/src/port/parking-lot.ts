/** Why an event was parked. 'behind' waits only because an earlier one of its key does. */
export type ParkedReason = 'poison' | 'malformed' | 'gap' | 'behind';

/** A message as it arrived, parked by one group. Its identity is group, topic, partition and offset. */
export type Parked = {
  group: string;
  topic: string;
  key: string;
  partition: number;
  offset: number;
  reason: ParkedReason;
  /** Class and cleaned message of what went wrong. */
  error?: { name: string; message: string };
  /** Of the event, where the message is one. */
  sequence?: number;
  type?: string;
  headers: Record<string, string>;
  value: string | null;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** An operator has asked for a retry. */
  replay?: true;
};

/** One parked key of a group, with what its first entry says. */
export type ParkedKey = Pick<
  Parked,
  'group' | 'topic' | 'key' | 'partition' | 'reason' | 'error' | 'at' | 'replay'
> & { entries: number };

/**
 * Where events wait that cannot be applied now. A key is parked as long as one entry of it is here, and its
 * entries are in the order of partition and offset. Methods throw TransientFailure when the store is away.
 */
export type ParkingLot = {
  /** Adds the entry, or replaces the one with the same group, topic, partition and offset (which clears its replay mark). */
  park(entry: Parked): Promise<void>;
  isParked(group: string, topic: string, key: string): Promise<boolean>;
  /** Keys that wait, oldest first. */
  keys(group?: string): Promise<ParkedKey[]>;
  /** Entries of the group, in order of topic, key, partition, offset. */
  entries(group: string, only?: { topic: string; key: string }): Promise<Parked[]>;
  /** Keys whose first entry is marked for replay, or is 'behind' and so waits for nothing. */
  nextToReplay(group: string): Promise<ParkedKey[]>;
  /** Marks the first entry of the key. False where the key is not parked. */
  markReplay(group: string, topic: string, key: string): Promise<boolean>;
  /** Deletes the first entry of the key for good; the entries behind it are then retried. False where the key is not parked. */
  drop(group: string, topic: string, key: string): Promise<boolean>;
  /** Deletes one entry that has been applied or superseded. */
  settle(entry: Pick<Parked, 'group' | 'topic' | 'partition' | 'offset'>): Promise<void>;
};

/** The summary of a key: its first entry, and how many there are. */
export function parkedKey(first: Parked, entries: number): ParkedKey {
  const { group, topic, key, partition, reason, error, at, replay } = first;
  return {
    group,
    topic,
    key,
    partition,
    reason,
    at,
    entries,
    ...(error === undefined ? {} : { error }),
    ...(replay === undefined ? {} : { replay }),
  };
}
