import { nameFrom, type Name } from '../../../person/domain/names/name.ts';

/**
 * Each distinct name once, with how many records have it. A record holds its number instead of its letters, and a
 * name that no record has any more is forgotten.
 */
export type NameRegister = {
  /** The number of the name; counts one more record that has it. */
  take(name: Name): number;
  /** Counts one record less. */
  release(number: number): void;
  at(number: number): Name;
  /** How many records have it. */
  count(name: Name): number;
};

export function nameRegister(): NameRegister {
  const numbers = new Map<string, number>();
  const names: (Name | undefined)[] = [];
  const counts: number[] = [];
  const free: number[] = [];
  const none = nameFrom('');
  return {
    take: (name) => {
      const known = numbers.get(name.plain);
      const number = known ?? free.pop() ?? names.length;
      if (known === undefined) {
        numbers.set(name.plain, number);
        names[number] = name;
      }
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    },
    release: (number) => {
      const left = (counts[number] ?? 0) - 1;
      counts[number] = left;
      if (left > 0) return;
      numbers.delete(names[number]?.plain ?? '');
      names[number] = undefined;
      free.push(number);
    },
    at: (number) => names[number] ?? none,
    count: (name) => {
      const number = numbers.get(name.plain);
      return number === undefined ? 0 : (counts[number] ?? 0);
    },
  };
}
