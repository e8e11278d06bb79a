export type Doc = { _id: number; [field: string]: unknown };
export type Order = Record<string, 1 | -1>;

/** The order of MongoDB for the kinds of values made below: nothing, numbers, text, dates last of these. */
function compareValues(a: unknown, b: unknown): number {
  const rank = (value: unknown) =>
    value === null || value === undefined
      ? 0
      : typeof value === 'number'
        ? 1
        : typeof value === 'string'
          ? 2
          : typeof value === 'boolean'
            ? 3
            : 4;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const [left, right] = [a, b].map((value) => (value instanceof Date ? value.getTime() : value)) as [
    string,
    string,
  ];
  return rank(a) === 0 || left === right ? 0 : left < right ? -1 : 1;
}

/** The documents in the order that MongoDB would give them. */
export function sorted(docs: Doc[], order: Order): Doc[] {
  return [...docs].sort((a, b) => {
    for (const [field, direction] of Object.entries(order)) {
      const compared = compareValues(a[field], b[field]) * direction;
      if (compared !== 0) return compared;
    }
    return 0;
  });
}
