/** Runs one task at a time for each partition, in the order of the calls. */
export type PartitionQueue = <T>(topic: string, partition: number, work: () => Promise<T>) => Promise<T>;

export function partitionQueue(): PartitionQueue {
  const last = new Map<string, Promise<unknown>>();
  return async (topic, partition, work) => {
    const partitionKey = `${topic}/${partition}`;
    const current = (last.get(partitionKey) ?? Promise.resolve()).then(work, work);
    last.set(partitionKey, current);
    try {
      return await current;
    } finally {
      if (last.get(partitionKey) === current) last.delete(partitionKey);
    }
  };
}
