import type { Clock } from '@waymark/care-types';
import { databaseGauges } from '@waymark/service-base';
import type { Registry } from 'prom-client';
import type { DuplicateIndex } from './adapters/duplicate-index.ts';
import type { DuplicatePairs } from './adapters/duplicate-pairs.ts';

type Measured = { pairs: DuplicatePairs; duplicates: DuplicateIndex; clock: Clock };
type Counted = { outcome: string; count: number };

/** Pairs of records that may be of one child, by what became of them, and whether the search holds everybody. */
export function duplicateMeasures(registry: Registry, { pairs, duplicates, clock }: Measured): void {
  const gauge = databaseGauges(registry, clock, async (): Promise<Counted[]> => {
    const tallied = await pairs.countBy({}, ['state.state', 'state.decision.outcome']);
    return tallied.map(({ values: [state, outcome], count }) => ({
      outcome: state === 'decided' ? String(outcome) : String(state),
      count,
    }));
  });
  gauge(
    'waymark_duplicates',
    'Pairs of records that may be of one child, by what was decided',
    ['outcome'],
    (add, counted) => counted.forEach(({ outcome, count }) => add({ outcome }, count)),
  );
  gauge(
    'waymark_duplicates_searched',
    'Records that the search for duplicates of this process holds',
    ['filled'],
    (add) => add({ filled: String(duplicates.isFilled()) }, duplicates.size()),
  );
}
