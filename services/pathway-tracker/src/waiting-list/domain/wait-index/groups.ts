import { has, type Bits } from './bits.ts';
import { column } from './column.ts';

/** Which slots belong together, such as the waits of one child. */
export type Groups = {
  /** A slot belongs to the group of this name, and to no other any more. */
  put(slot: number, name: string): void;
  /** Whether a set holds another slot of the group of this one. */
  hasOther(slots: Bits, slot: number): boolean;
  /** How many groups have a slot in a set. */
  countIn(slots: Bits): number;
};

/** No groups yet. The slots of a group stand in a ring, each with the one after it. */
export function noGroups(): Groups {
  const numbers = new Map<string, number>();
  /** The group of a slot, and a slot of a group, each one more than its number: nought is none. */
  const groupOf = column();
  const slotOf = column();
  const nextOf = column();

  const leave = (slot: number, group: number): void => {
    const next = nextOf.at(slot);
    let before = next;
    while (nextOf.at(before) !== slot) before = nextOf.at(before);
    nextOf.set(before, next);
    slotOf.set(group, next === slot ? 0 : next + 1);
  };

  return {
    put: (slot, name) => {
      const group = numbers.get(name) ?? numbers.size;
      numbers.set(name, group);
      const held = groupOf.at(slot) - 1;
      if (held === group) return;
      if (held >= 0) leave(slot, held);
      const neighbour = slotOf.at(group) === 0 ? slot : slotOf.at(group) - 1;
      nextOf.set(slot, neighbour === slot ? slot : nextOf.at(neighbour));
      nextOf.set(neighbour, slot);
      slotOf.set(group, slot + 1);
      groupOf.set(slot, group + 1);
    },
    hasOther: (slots, slot) => {
      for (let other = nextOf.at(slot); other !== slot; other = nextOf.at(other))
        if (has(slots, other)) return true;
      return false;
    },
    countIn: ({ words }) => {
      const counted = new Uint8Array(numbers.size + 1);
      let count = 0;
      for (let at = 0; at < words.length; at += 1)
        for (let rest = words[at] ?? 0; rest !== 0; rest &= rest - 1) {
          const group = groupOf.at(at * 32 + 31 - Math.clz32(rest & -rest));
          if (counted[group] === 0) count += 1;
          counted[group] = 1;
        }
      return count;
    },
  };
}
