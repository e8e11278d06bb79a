/** Where two slots stand to each other: negative where the first comes first. Never 0 for two different ones. */
type Compare = (one: number, other: number) => number;

/** Slots kept in an order while they come and go, in blocks, so that coming and going moves few of them. */
export type OrderedSlots = {
  insert(slot: number): void;
  /** Takes a slot out. It must still compare as it did when it came in. */
  remove(slot: number): void;
  /**
   * The first so many slots that are wanted, from the first for which `isPast` holds. What is found to hold nothing
   * that is wanted is noted in `barren`, and passed over until a slot is inserted there: a slot that comes to be wanted
   * must be removed and inserted anew.
   */
  first(wanted: (slot: number) => boolean, from: From): number[];
};

export type From = { isPast: (slot: number) => boolean; limit: number; barren: WeakSet<object> };

const mostInBlock = 512;

/** `mark` is another one after each slot that comes in. */
type Block = { slots: Uint32Array; length: number; mark: object };
const emptyBlock = (): Block => ({ slots: new Uint32Array(mostInBlock), length: 0, mark: {} });

/** An empty order. */
export function orderedSlots(compare: Compare): OrderedSlots {
  const blocks: Block[] = [];

  /** The last block that begins before what is looked for; the first one where none does. */
  const blockFor = (isPast: (slot: number) => boolean): number =>
    Math.max(0, firstWhere(blocks.length, (at) => isPast(blocks[at]?.slots[0] ?? 0)) - 1);
  const placeIn = ({ slots, length }: Block, isPast: (slot: number) => boolean): number =>
    firstWhere(length, (at) => isPast(slots[at] ?? 0));

  const split = (at: number, block: Block): void => {
    const half = block.length >>> 1;
    const next = emptyBlock();
    next.slots.set(block.slots.subarray(half, block.length));
    next.length = block.length - half;
    blocks.splice(at + 1, 0, next);
    block.length = half;
  };

  return {
    insert: (slot) => {
      const isPast = (other: number) => compare(other, slot) > 0;
      const at = blockFor(isPast);
      const block = blocks[at] ?? emptyBlock();
      if (blocks.length === 0) blocks.push(block);
      const place = placeIn(block, isPast);
      block.slots.copyWithin(place + 1, place, block.length);
      block.slots[place] = slot;
      block.length += 1;
      block.mark = {};
      if (block.length === mostInBlock) split(at, block);
    },
    remove: (slot) => {
      const at = blockFor((other) => compare(other, slot) > 0);
      const block = blocks[at];
      if (!block) return;
      const place = placeIn(block, (other) => compare(other, slot) >= 0);
      if (place === block.length || block.slots[place] !== slot)
        throw new Error('A slot was not where its order says');
      block.slots.copyWithin(place, place + 1, block.length);
      block.length -= 1;
      if (block.length === 0) blocks.splice(at, 1);
    },
    first: (wanted, { isPast, limit, barren }) => {
      const found: number[] = [];
      let at = blockFor(isPast);
      const begin = blocks[at];
      let place = begin ? placeIn(begin, isPast) : 0;
      for (; at < blocks.length; at += 1, place = 0) {
        const block = blocks[at];
        if (!block || barren.has(block.mark)) continue;
        const [before, whole] = [found.length, place === 0];
        for (const { slots, length } = block; place < length; place += 1) {
          const slot = slots[place] ?? 0;
          if (wanted(slot) && found.push(slot) === limit) return found;
        }
        if (whole && found.length === before) barren.add(block.mark);
      }
      return found;
    },
  };
}

/** The first of so many places for which it holds, where it holds for every later one too; `length` where for none. */
function firstWhere(length: number, holds: (at: number) => boolean): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
