import type { Admin } from 'kafkajs';
import type { Names } from './names.ts';

/** Events of the assigned partitions that the group has not committed yet. */
export async function lagOf(
  admin: Admin,
  groupId: string,
  assigned: ReadonlyMap<string, readonly number[]>,
  names: Names,
): Promise<number> {
  const topics = [...assigned.keys()].map((topic) => names.topic(topic));
  if (topics.length === 0) return 0;
  const committed = await admin.fetchOffsets({ groupId, topics });
  let lag = 0;
  for (const { topic, partitions } of committed) {
    const mine = assigned.get(names.plain(topic)) ?? [];
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map((each) => [each.partition, each]));
    for (const { partition, offset } of partitions) {
      const end = ends.get(partition);
      if (end === undefined || !mine.includes(partition)) continue;
      const next = Number(offset) < 0 ? Number(end.low) : Number(offset);
      lag += Math.max(0, Number(end.high) - next);
    }
  }
  return lag;
}
