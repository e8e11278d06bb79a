import { Gauge, type Registry } from 'prom-client';

type Fill<Figures> = (add: (labels: Record<string, string>, value: number) => void, now: Figures) => void;

/** How long a scrape waits for figures, in milliseconds. */
const readWithin = 2_000;
/** How long figures serve further scrapes, in seconds. */
const takenAgainAfter = 10;

/**
 * Gauges of what stands in the database now. One reading serves all of them, and every scrape within ten seconds;
 * a reading that fails, or takes two seconds, leaves them out of the scrape and is tried again at the next.
 */
export function databaseGauges<Figures>(
  registry: Registry,
  clock: { now(): Temporal.Instant },
  read: () => Promise<Figures>,
): (name: string, help: string, labelNames: readonly string[], fill: Fill<Figures>) => void {
  const figures = keptFor(takenAgainAfter, clock, read);
  return (name, help, labelNames, fill) => {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        const now = await within(readWithin, figures());
        this.reset();
        if (now) fill((labels, value) => this.inc(labels, value), now);
      },
    });
  };
}

/** What comes of the work; undefined where it fails, or takes longer. */
function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, undefined);
    work.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}

/** The same answer for so many seconds; those who ask meanwhile share one asking. */
function keptFor<T>(seconds: number, clock: { now(): Temporal.Instant }, ask: () => Promise<T>) {
  let kept: { until: number; answer: Promise<T> } | undefined;
  return (): Promise<T> => {
    const now = clock.now().epochMilliseconds;
    if (kept && now < kept.until) return kept.answer;
    const answer = ask();
    kept = { until: now + seconds * 1000, answer };
    answer.catch(() => (kept = undefined));
    return answer;
  };
}
