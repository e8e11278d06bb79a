/** Lets one thing at a time happen to each partition, in the order of asking. */
export type Turns = <T>(topic: string, partition: number, work: () => Promise<T>) => Promise<T>;

export function partitionTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (topic, partition, work) => {
    const place = `${topic}/${partition}`;
    const mine = (last.get(place) ?? Promise.resolve()).then(work, work);
    last.set(place, mine);
    try {
      return await mine;
    } finally {
      if (last.get(place) === mine) last.delete(place);
    }
  };
}
