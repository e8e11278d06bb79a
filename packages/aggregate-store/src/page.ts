/** A value that a stored state may be compared with. Dates of the calendar are strings. */
export type Comparable = string | number | boolean | null;

/** What a field must be: a value, or a comparison in the database's own words. */
export type Condition =
  | Comparable
  | { $in: readonly Comparable[] }
  | { $ne: Comparable }
  | { $exists: boolean }
  | { $gt?: Comparable; $gte?: Comparable; $lt?: Comparable; $lte?: Comparable };

/** Paths into the state, such as `state.status`, each with its condition. All must hold. */
export type Filter = Readonly<Record<string, Condition>>;

/** Paths with their direction, most important first. */
export type Sort = Readonly<Record<string, 1 | -1>>;

const pathPattern = /^(?:_id|version|state(?:\.[A-Za-z0-9_-]+)+)$/;
const operators: ReadonlySet<string> = new Set(['$in', '$ne', '$exists', '$gt', '$gte', '$lt', '$lte']);

/**
 * The filter as it may go to the database. Throws TypeError for a path outside the state or an operator that is not in
 * `Condition`: both are written by our code, so anything else here is a fault, whatever its type.
 */
export function checkedFilter(filter: Filter): Record<string, unknown> {
  for (const [path, condition] of Object.entries(filter)) {
    checkPath(path);
    if (isComparable(condition)) continue;
    for (const [operator, operand] of Object.entries(condition)) {
      const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
      if (!operators.has(operator) || !operands.every(isComparable))
        throw new TypeError(`Not a condition that a page may have: ${path}`);
    }
  }
  return { ...filter };
}

/** The sort with the id as the last word, so that the order is total. */
export function totalSort(sort: Sort): [string, 1 | -1][] {
  const entries = Object.entries(sort);
  entries.forEach(([path]) => checkPath(path));
  return entries.some(([path]) => path === '_id') ? entries : [...entries, ['_id', 1]];
}

/**
 * What comes after a place in the order. `after` holds the sort values of the last item seen. A missing value sorts as
 * null, before everything else. Throws TypeError where `after` is not of this order.
 */
export function afterPlace(
  sort: readonly [string, 1 | -1][],
  after: readonly unknown[],
): Record<string, unknown> {
  if (after.length !== sort.length || !after.every(isComparable))
    throw new TypeError('The place to go on from is not one of this order');
  const branches: Record<string, unknown>[] = [];
  sort.forEach(([path, direction], place) => {
    const equal = Object.fromEntries(sort.slice(0, place).map(([earlier], at) => [earlier, after[at]]));
    for (const beyond of beyondValue(path, direction, after[place] ?? null))
      branches.push({ ...equal, ...beyond });
  });
  return { $or: branches };
}

/** The sort values of an item: where the next page goes on. */
export function placeOf(sort: readonly [string, 1 | -1][], item: object): unknown[] {
  return sort.map(([path]) => valueAt(item, path.split('.')) ?? null);
}

function beyondValue(path: string, direction: 1 | -1, value: Comparable): Record<string, unknown>[] {
  if (direction === 1) return [{ [path]: value === null ? { $ne: null } : { $gt: value } }];
  return value === null ? [] : [{ [path]: { $lt: value } }, { [path]: null }];
}

function valueAt(from: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return from;
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, first)) return undefined;
  return valueAt((from as Record<string, unknown>)[first], rest);
}

function isComparable(value: unknown): value is Comparable {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Throws TypeError for a path outside the state. */
export function checkPath(path: string): void {
  if (!pathPattern.test(path)) throw new TypeError(`Not a path that a page may use: ${path}`);
}
