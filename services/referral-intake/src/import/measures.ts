import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import { databaseGauges } from '@waymark/service-base';
import type { Registry } from 'prom-client';
import { rowOutcomes, type Import, type RowOutcome } from './domain/import.ts';

type Measured = { imports: AggregateStore<Import>; clock: Clock };

/** What became of the rows of files, all together. */
export function importMeasures(registry: Registry, { imports, clock }: Measured): void {
  const gauge = databaseGauges(registry, clock, () => rowsOf(imports));
  gauge('waymark_import_rows', 'Rows of imported files, by what became of them', ['outcome'], (add, rows) =>
    rowOutcomes.forEach((outcome) => add({ outcome }, rows[outcome])),
  );
}

/** The rows of all imports together. */
async function rowsOf(imports: AggregateStore<Import>): Promise<Record<RowOutcome, number>> {
  const sum = { added: 0, updated: 0, already: 0, duplicates: 0, rejected: 0 };
  let after: Awaited<ReturnType<typeof imports.page>>['next'];
  do {
    const page = await imports.page({ filter: {}, sort: { _id: 1 }, limit: 200, ...(after && { after }) });
    for (const { state } of page.items) for (const outcome of rowOutcomes) sum[outcome] += state[outcome];
    after = page.next;
  } while (after);
  return sum;
}
