import { parkedKey, type Parked, type ParkedKey, type ParkingLot } from '../port/parking-lot.ts';

/** A parking lot that forgets when its process ends: for tests. */
export function memoryParkingLot(): ParkingLot {
  const entries = new Map<string, Parked>();
  const placeOf = ({
    group,
    topic,
    partition,
    offset,
  }: Pick<Parked, 'group' | 'topic' | 'partition' | 'offset'>) =>
    JSON.stringify([group, topic, partition, offset]);

  const ordered = () =>
    [...entries.values()].sort(
      (a, b) =>
        compare(a.group, b.group) ||
        compare(a.topic, b.topic) ||
        compare(a.key, b.key) ||
        a.partition - b.partition ||
        a.offset - b.offset,
    );

  const of = (group: string, topic: string, key: string) =>
    ordered().filter((entry) => entry.group === group && entry.topic === topic && entry.key === key);

  function keys(group?: string): ParkedKey[] {
    const all = Map.groupBy(ordered(), (entry) => JSON.stringify([entry.group, entry.topic, entry.key]));
    return [...all.values()]
      .flatMap((ofKey) => ofKey.slice(0, 1).map((first) => parkedKey(first, ofKey.length)))
      .filter((key) => group === undefined || key.group === group)
      .sort((a, b) => compare(a.at, b.at));
  }

  return {
    park: async (entry) => void entries.set(placeOf(entry), structuredClone(entry)),
    isParked: async (group, topic, key) => of(group, topic, key).length > 0,
    keys: async (group) => keys(group),
    entries: async (group, only) =>
      structuredClone(
        only ? of(group, only.topic, only.key) : ordered().filter((entry) => entry.group === group),
      ),
    nextToReplay: async (group) =>
      keys(group).filter(({ reason, replay }) => replay === true || reason === 'behind'),
    markReplay: async (group, topic, key) => {
      const [first] = of(group, topic, key);
      if (first) entries.set(placeOf(first), { ...first, replay: true });
      return first !== undefined;
    },
    drop: async (group, topic, key) => {
      const [first] = of(group, topic, key);
      if (first) entries.delete(placeOf(first));
      return first !== undefined;
    },
    settle: async (entry) => void entries.delete(placeOf(entry)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
