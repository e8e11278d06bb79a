import { setImmediate } from 'node:timers/promises';

type Waiting<Found> = { resolve: (found: Found[]) => void; reject: (reason: unknown) => void };

/** How many values go in one question. */
const atOnce = 500;

/**
 * Look things up by a value, all that are asked for in the same moment or while one question is under way with one
 * question. `ask` takes the values and tells of each thing found by which value it was.
 */
export function groupedLookups<Found>(
  ask: (values: readonly string[]) => Promise<readonly { by: string; found: Found }[]>,
): (value: string) => Promise<Found[]> {
  let waiting = new Map<string, Waiting<Found>[]>();
  let underWay = false;

  const answer = async (asked: ReadonlyMap<string, readonly Waiting<Found>[]>): Promise<void> => {
    try {
      const answers = Map.groupBy(await ask([...asked.keys()]), ({ by }) => by);
      for (const [value, callers] of asked) {
        const found = (answers.get(value) ?? []).map((one) => one.found);
        callers.forEach(({ resolve }) => resolve(found));
      }
    } catch (error) {
      for (const callers of asked.values()) callers.forEach(({ reject }) => reject(error));
    }
  };

  const send = async (): Promise<void> => {
    underWay = true;
    await setImmediate();
    while (waiting.size > 0) {
      const asked = new Map([...waiting].slice(0, atOnce));
      waiting = new Map([...waiting].slice(atOnce));
      await answer(asked);
    }
    underWay = false;
  };

  return (value) =>
    new Promise((resolve, reject) => {
      waiting.set(value, [...(waiting.get(value) ?? []), { resolve, reject }]);
      if (!underWay) void send();
    });
}
