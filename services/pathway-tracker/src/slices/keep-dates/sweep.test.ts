import { connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/runtime';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { tracker, until } from '../../testing/tracker.ts';

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
    return JSON.stringify(body).includes('Autism 13 weeks');
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
