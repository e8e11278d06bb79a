import type { Consumer } from '@waymark/messaging';
import { newsSince } from './news-since.ts';

const at = (time: string) => Temporal.Instant.from(`2026-07-06T${time}Z`);
const consumer = (fetched?: string, applied?: string): Pick<Consumer, 'stats'> => ({
  stats: () =>
    ({
      lastFetchAt: fetched === undefined ? undefined : at(fetched),
      lastAppliedAt: applied === undefined ? undefined : at(applied),
    }) as ReturnType<Consumer['stats']>,
});

test.each([
  ['all answer', [consumer('13:31:59'), consumer('13:31:50')], undefined],
  ['none has begun', [consumer()], undefined],
  ['nobody reads', [], undefined],
  ['one has no answer', [consumer('13:31:59'), consumer('13:20:10', '12:00:00')], '14:20'],
  ['many events are in hand', [consumer('13:20:10', '13:31:58')], undefined],
  ['several have none: since the first', [consumer('13:20:10'), consumer('13:19:00')], '14:19'],
] as const)('%s', (_name, consumers, since) => {
  expect(newsSince(consumers, { now: () => at('13:32:00') })()).toBe(since);
});
