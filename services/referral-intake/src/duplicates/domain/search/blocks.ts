/** Which slots stand under which key. */
export type Blocks = {
  add(key: number, slot: number): void;
  remove(key: number, slot: number): void;
  /** Calls `visit` with each slot under the key, in no order that means anything. */
  each(key: number, visit: (slot: number) => void): void;
};

const none = -1;
const leastRoom = 1024;

/**
 * A multimap of 32-bit keys in three flat arrays (12 bytes an entry, and 4 a bucket): a `Map` of lists would take ten
 * times the memory at a million records. Entries of a bucket are a chain; removed ones are used again.
 */
export function blocks(): Blocks {
  let keys = new Uint32Array(leastRoom);
  let slots = new Int32Array(leastRoom);
  let nexts = new Int32Array(leastRoom);
  let heads = new Int32Array(leastRoom).fill(none);
  let used = 0;
  let free = none;

  const grow = (): void => {
    const room = keys.length * 2;
    [keys, slots, nexts] = [wider(keys, room), wider(slots, room), wider(nexts, room)];
    heads = new Int32Array(room).fill(none);
    // Only a full pool grows, so that every entry up to `used` is in use.
    for (let entry = 0; entry < used; entry += 1) link(entry);
  };
  const bucketOf = (key: number): number => key & (heads.length - 1);
  const link = (entry: number): void => {
    const bucket = bucketOf(keys[entry] ?? 0);
    nexts[entry] = heads[bucket] ?? none;
    heads[bucket] = entry;
  };

  return {
    add: (key, slot) => {
      if (free === none && used === keys.length) grow();
      const entry = free === none ? used++ : free;
      if (entry === free) free = nexts[entry] ?? none;
      keys[entry] = key;
      slots[entry] = slot;
      link(entry);
    },
    remove: (key, slot) => {
      const bucket = bucketOf(key);
      let before = none;
      for (let entry = heads[bucket] ?? none; entry !== none; entry = nexts[entry] ?? none) {
        if (keys[entry] !== key || slots[entry] !== slot) {
          before = entry;
          continue;
        }
        const after = nexts[entry] ?? none;
        if (before === none) heads[bucket] = after;
        else nexts[before] = after;
        nexts[entry] = free;
        free = entry;
        return;
      }
    },
    each: (key, visit) => {
      for (let entry = heads[bucketOf(key)] ?? none; entry !== none; entry = nexts[entry] ?? none) {
        if (keys[entry] === key) visit(slots[entry] ?? none);
      }
    },
  };
}

function wider<Column extends Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  column: Column,
  room: number,
): Column {
  const wide = (column instanceof Uint32Array ? new Uint32Array(room) : new Int32Array(room)) as Column;
  wide.set(column);
  return wide;
}
