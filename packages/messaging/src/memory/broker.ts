import { createHash } from 'node:crypto';
import type { Outgoing } from '../consuming/aside.ts';
import type { Incoming } from '../consuming/incoming.ts';
import { partitionTurns } from '../consuming/turns.ts';
import type { Turns } from '../consuming/turns.ts';

const PARTITIONS = 6;

/** A member as its broker sees it. */
export type Member = { topics: readonly string[]; assigned(): void; wake(): void };

type Group = { members: Member[]; committed: Map<string, number>; turns: Turns };

/** Topics and groups of one process. Outlives a consumer, so that a restart can be tried. */
export type MemoryBroker = {
  create(topic: string, partitions?: number): void;
  has(topic: string): boolean;
  append(topic: string, message: Outgoing): void;
  read(topic: string, partition: number, offset: number): Incoming | undefined;
  partitions(topic: string): number;
  end(topic: string, partition: number): number;
  join(group: string, member: Member): Membership;
};

/** What a member may ask and say of its group. */
export type Membership = {
  holds(topic: string, partition: number): boolean;
  committed(topic: string, partition: number): number;
  /** Refused, as by Kafka, where the partition has gone to another member. */
  commit(topic: string, partition: number, offset: number): boolean;
  /** One member at a time has a partition in hand, also while it passes from one to another. */
  turns: Turns;
  leave(): void;
};

export function memoryBroker(): MemoryBroker {
  const logs = new Map<string, Incoming[][]>();
  const groups = new Map<string, Group>();
  const logOf = (topic: string, partition: number) => logs.get(topic)?.[partition] ?? [];

  function groupOf(name: string): Group {
    const group = groups.get(name) ?? {
      members: [],
      committed: new Map<string, number>(),
      turns: partitionTurns(),
    };
    groups.set(name, group);
    return group;
  }

  function shareOut({ members }: Group): void {
    for (const member of members) member.assigned();
    for (const member of members) member.wake();
  }

  return {
    create(topic, partitions = PARTITIONS) {
      if (!logs.has(topic))
        logs.set(
          topic,
          Array.from({ length: partitions }, () => []),
        );
    },
    has: (topic) => logs.has(topic),
    partitions: (topic) => logs.get(topic)?.length ?? 0,
    end: (topic, partition) => logOf(topic, partition).length,
    read: (topic, partition, offset) => logOf(topic, partition)[offset],

    append(topic, { key, value, headers }) {
      const partition = partitionOf(key, logs.get(topic)?.length ?? 1);
      const log = logOf(topic, partition);
      log.push({ topic, partition, offset: log.length, key: bytesOf(key), value: bytesOf(value), headers });
      for (const { members } of groups.values()) for (const member of members) member.wake();
    },

    join(name, member) {
      const group = groupOf(name);
      group.members.push(member);
      const holds = (topic: string, partition: number) => {
        const able = group.members.filter(({ topics }) => topics.includes(topic));
        return able[partition % able.length] === member;
      };
      const committed = (topic: string, partition: number) =>
        group.committed.get(`${topic}/${partition}`) ?? 0;
      shareOut(group);
      return {
        holds,
        committed,
        commit(topic, partition, offset) {
          const mine = holds(topic, partition);
          if (mine) group.committed.set(`${topic}/${partition}`, offset);
          return mine;
        },
        turns: group.turns,
        leave() {
          group.members = group.members.filter((each) => each !== member);
          shareOut(group);
        },
      };
    },
  };
}

function partitionOf(key: Outgoing['key'], partitions: number): number {
  const hash = createHash('sha1')
    .update(key ?? '')
    .digest();
  return hash.readUInt32BE(0) % partitions;
}

function bytesOf(given: Uint8Array | string | null): Uint8Array | null {
  return given === null ? null : Buffer.from(given);
}
