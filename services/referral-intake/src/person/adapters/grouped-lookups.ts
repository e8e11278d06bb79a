import { inGroups } from '@waymark/aggregate-store';

type Asked<Found> = { value: string; resolve: (found: Found[]) => void; reject: (reason: unknown) => void };

/** How many go in one question. */
const atOnce = 500;

/**
 * Look things up by a value, all that are asked for in the same moment or while one question is under way with one
 * question. `ask` takes the values and tells of each thing found by which value it was.
 */
export function groupedLookups<Found>(
  ask: (values: readonly string[]) => Promise<readonly { by: string; found: Found }[]>,
): (value: string) => Promise<Found[]> {
  const lookUp = inGroups<Asked<Found>>(atOnce, async (group) => {
    try {
      const answers = Map.groupBy(await ask([...new Set(group.map(({ value }) => value))]), ({ by }) => by);
      for (const { value, resolve } of group) resolve((answers.get(value) ?? []).map(({ found }) => found));
    } catch (error) {
      group.forEach(({ reject }) => reject(error));
    }
  });
  return (value) => new Promise((resolve, reject) => lookUp({ value, resolve, reject }));
}
