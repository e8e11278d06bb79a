import fc from 'fast-check';
import { byAddress } from './route-order.ts';

const step = fc.constantFrom('api', 'priority', 'record', 'check', ':id', ':factId');
const addresses = fc.uniqueArray(
  fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) => `/${steps.join('/')}`),
  { maxLength: 60 },
);

/** Whether a request to the first address could be taken for the second. */
function mayTake(fixed: string, pattern: string): boolean {
  const [steps, others] = [fixed.split('/'), pattern.split('/')];
  return (
    steps.length === others.length &&
    others.every((other, place) => other === steps[place] || other.startsWith(':'))
  );
}

test('of two addresses that one request may meet, the one with the earlier fixed step is tried first', () => {
  fc.assert(
    fc.property(addresses, (paths) => {
      const sorted = paths.toSorted(byAddress);
      for (const [place, path] of sorted.entries())
        for (const earlier of sorted.slice(0, place))
          if (!path.includes(':'))
            expect([path, earlier, mayTake(path, earlier)]).toEqual([path, earlier, false]);
    }),
    { numRuns: 1_000 },
  );
});

test('the order of two does not depend on what else there is', () => {
  fc.assert(
    fc.property(
      addresses.chain((paths) => fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths))),
      ([paths, some]) => {
        const kept = new Set(some);
        expect(some.toSorted(byAddress)).toEqual(paths.toSorted(byAddress).filter((path) => kept.has(path)));
      },
    ),
  );
});
