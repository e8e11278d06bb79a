import { setImmediate } from 'node:timers/promises';

/**
 * Gives what comes in the same moment, or while one group is at work, to `work` together, at most so many at a time.
 * `work` answers each of its group itself and never rejects.
 */
export function inGroups<Item>(
  most: number,
  work: (group: readonly Item[]) => Promise<void>,
): (item: Item) => void {
  let waiting: Item[] = [];
  let atWork = false;

  const run = async (): Promise<void> => {
    atWork = true;
    await setImmediate();
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await work(group);
    }
    atWork = false;
  };
  return (item) => {
    waiting.push(item);
    if (!atWork) void run();
  };
}
