import {
  referralAnswered,
  referralCircumstancesChanged,
  referralCorrected,
  referralDeclined,
  referralRedirected,
  referralReopened,
  referralReturned,
} from '@waymark/events';
import { referral, referralEvent } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

let here: Tracker;
beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
});
afterAll(() => here.close());

const receivedOn = '2026-10-30';
const child = { receivedOn };

test('every decision of a triage is received from its topic, in order, and the wait follows it', async () => {
  const pathwayId = await here.refer(referral(child));
  const before = (await here.api(`/${pathwayId}`)).body;
  let sequence = 1;
  const hears = async ({ type }: { type: string }, change: object): Promise<void> => {
    sequence += 1;
    const { data, ...envelope } = referralEvent(referral(child), { type, sequence });
    await here.publishReferral({ ...envelope, data: { ...data, ...change } });
  };
  const becomes = (wanted: object) =>
    until(async () => {
      const { body } = await here.api(`/${pathwayId}`);
      return Object.entries(wanted).every(
        ([name, value]) => JSON.stringify(body[name]) === JSON.stringify(value),
      );
    });

  const question = { returnedOn: '2026-11-02', answerBy: '2026-11-16', askedFor: ['consent'] };
  await hears(referralReturned, { status: 'returned', ...question });
  await hears(referralAnswered, {});
  const declined = { declinedOn: '2026-11-20', declineReason: '02', otherHelp: ['gp'] };
  await hears(referralDeclined, { status: 'declined', ...declined });
  await becomes({ stage: 'closed', closedOn: '2026-11-20', closure: null });
  expect((await here.page(`/${pathwayId}`)).text).toContain('Another service would fit better'.toLowerCase());

  await hears(referralReopened, {});
  await becomes({ stage: 'waiting', closedOn: null, clocks: before['clocks'] });

  const redirected = { redirectedOn: '2026-11-20', redirectedTo: 'RXP', redirectReason: 'age' };
  await hears(referralRedirected, { status: 'redirected', ...redirected });
  await becomes({ stage: 'closed', closure: '08' });
  await hears(referralReopened, {});
  await hears(referralCircumstancesChanged, {
    circumstances: [{ id: 'looked-after', source: 'family' }],
    changed: ['looked-after'],
  });
  const correction = { corrected: ['receivedOn'], correctionReason: 'typed-wrongly' };
  await hears(referralCorrected, { receivedOn: '2026-10-20', ...correction });
  await becomes({ stage: 'waiting', receivedOn: '2026-10-20' });
});
