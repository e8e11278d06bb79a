type Waiting<Found> = { resolve: (found: Found[]) => void; reject: (reason: unknown) => void };

/**
 * Look things up by a value, all that are asked for in the same moment with one question. `ask` takes the values and
 * tells of each thing found by which value it was.
 */
export function groupedLookups<Found>(
  ask: (values: readonly string[]) => Promise<readonly { by: string; found: Found }[]>,
): (value: string) => Promise<Found[]> {
  let waiting = new Map<string, Waiting<Found>[]>();

  const send = async (): Promise<void> => {
    const asked = waiting;
    waiting = new Map();
    try {
      const answers = Map.groupBy(await ask([...asked.keys()]), ({ by }) => by);
      for (const [value, callers] of asked) {
        const found = (answers.get(value) ?? []).map((answer) => answer.found);
        callers.forEach(({ resolve }) => resolve(found));
      }
    } catch (error) {
      for (const callers of asked.values()) callers.forEach(({ reject }) => reject(error));
    }
  };

  return (value) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(() => void send());
      waiting.set(value, [...(waiting.get(value) ?? []), { resolve, reject }]);
    });
}
