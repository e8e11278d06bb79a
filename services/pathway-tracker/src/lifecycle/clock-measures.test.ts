import { pathwayClockChanged, pathwayFactRecorded, pathwayOpened } from '@waymark/events';
import { Registry } from 'prom-client';
import { record } from '../pathway/domain/recording.ts';
import { stateOf, type Pathway } from '../pathway/domain/pathway.ts';
import { decided, pathway, today } from '../testing/pathway.ts';
import { clockMeasures } from './clock-measures.ts';

type Written = Parameters<Parameters<Parameters<typeof clockMeasures>[1]['pathways']['onWritten']>[0]>[0];

/** The measures, and a store that says of each write when it is done. */
function measured() {
  const registry = new Registry();
  let listener: (written: Written) => void = () => undefined;
  clockMeasures(registry, { pathways: { onWritten: (given) => (listener = given) } });
  return {
    writes: (state: Pathway, events: Written['events']) =>
      listener({ id: state.pathwayId, version: 1, state, events }),
    async counts(name: string) {
      const { values } = (await registry.getMetricsAsJSON()).find((each) => each.name === name) ?? {
        values: [],
      };
      return new Map(
        values.map(({ labels, value }) => [`${labels['waiting_for']} ${labels['regime']}`, value]),
      );
    },
  };
}

test('every service and regime stands at 0 before the first event', async () => {
  const { counts } = measured();
  for (const name of ['waymark_clock_starts_total', 'waymark_clock_stops_total']) {
    const found = await counts(name);
    expect(found.size).toBeGreaterThan(100);
    expect(new Set(found.values())).toEqual(new Set([0]));
    expect(found.has('autism-assessment autism-13-weeks')).toBe(true);
  }
});

test('a write counts the clocks that it starts and those that it stops, and nothing else', async () => {
  const { writes, counts } = measured();
  const opened = pathway();
  writes(opened, [pathwayOpened(stateOf(opened))]);
  writes(opened, []);
  const starts = await counts('waymark_clock_starts_total');
  expect(starts.get('autism-assessment autism-13-weeks')).toBe(1);

  const seen = decided(
    record(
      opened,
      {
        ...{ type: 'contact', factId: 'rec.1', referralId: opened.referralId },
        ...{ on: today, attendance: '5', mechanism: '01' },
      },
      { id: 'clinician-7f3a', roles: ['clinician'] },
      today,
    ),
  ).state;
  writes(seen, [
    pathwayFactRecorded({ ...stateOf(seen), recorded: 'rec.1' }),
    pathwayClockChanged({ ...stateOf(seen), changed: ['autism-13-weeks'] }),
  ]);
  expect(await counts('waymark_clock_starts_total')).toEqual(starts);
  const stops = await counts('waymark_clock_stops_total');
  expect([...stops].filter(([, count]) => count > 0)).toEqual([['autism-assessment autism-13-weeks', 1]]);
});
