import { connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker } from '../../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');

test('clocks that earlier rules worked out are worked out again when the service starts', async () => {
  const before = await tracker({ clock });
  const pathwayId = await before.refer(
    referral({
      ...{ referralId: nth('ref', 1), personId: nth('per', 1), reference: nthReference(1) },
      receivedOn: '2026-10-30',
    }),
  );
  const regimes = async ({ api }: Pick<typeof before, 'api'>) => {
    const { body } = await api(`/waiting-list`);
    return JSON.stringify(body).includes('Autism: 13 weeks');
  };
  await until(() => regimes(before));
  const db = await connect(before.stands.database.url, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  await db
    .collection('pathways')
    .updateOne({ 'state.pathwayId': pathwayId }, { $set: { 'state.clocks': [], 'state.rules': 1 } });
  await db.close();

  const after = await tracker({ clock, beside: before.stands });
  await until(async () => (await regimes(after)) && (await after.ready()) === 200);
  await after.close();
  await before.close();
});

test('what dates bring is published once, though two processes look at once and one looks again', async () => {
  const first = await tracker({ clock });
  const ids = [1, 2, 3, 4].map((n) => ({
    ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
    receivedOn: '2026-10-01',
  }));
  for (const each of ids) await first.refer(referral({ ...each, primaryReason: '05', otherReasons: [] }));
  const others = await Promise.all([1, 2].map(() => tracker({ clock, beside: first.stands })));
  const db = await connect(first.stands.database.url, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const published = async () => {
    const documents = await db.collection('pathways').find({}).toArray();
    return documents.map(({ history }) =>
      (history as { events: string[] }[])
        .flatMap(({ events }) => events)
        .filter((type) => type.includes('breached')),
    );
  };
  await until(async () => (await published()).every((events) => events.length > 0));
  const again = await tracker({ clock, beside: first.stands });
  expect(await published()).toEqual(ids.map(() => ['pathway.breached.v1']));
  await db.close();
  for (const each of [again, ...others, first]) await each.close();
});
