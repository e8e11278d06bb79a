/** One whole number for each slot, in a typed array that grows by itself. */
export type Column = { at(slot: number): number; set(slot: number, value: number): void };

export function column(): Column {
  let values = new Int32Array(1_024);
  return {
    at: (slot) => values[slot] ?? 0,
    set: (slot, value) => {
      if (slot >= values.length) {
        const grown = new Int32Array(Math.max(slot + 1, values.length * 2));
        grown.set(values);
        values = grown;
      }
      values[slot] = value;
    },
  };
}
