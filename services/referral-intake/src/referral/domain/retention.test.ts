import { calendarDate } from '@waymark/care-types';
import { referralReceived } from '@waymark/events';
import { keptUntil } from './retention.ts';

const record = (service: 'camhs-community' | 'community-paediatrics', last: string, waitingFor?: string) => ({
  referral: {
    ...referralReceived.example,
    service,
    receivedOn: calendarDate('2012-03-04'),
    acceptedOn: null,
    knownContacts: [],
  },
  closedOn: last,
  ...(waitingFor !== undefined && { waitingFor }),
});
const born = calendarDate('2008-02-29');

test.each([
  ['paediatrics: the 25th birthday', [record('community-paediatrics', '2020-05-01')], '2033-02-28'],
  ['17 when it ended: the 26th', [record('community-paediatrics', '2025-05-01')], '2034-02-28'],
  ['18 when it ended: the 25th', [record('community-paediatrics', '2026-03-01')], '2033-02-28'],
  ['mental health: 20 years, when that is longer', [record('camhs-community', '2020-05-01')], '2040-05-01'],
  [
    'the longest of several',
    [record('camhs-community', '2014-05-01'), record('community-paediatrics', '2025-06-01')],
    '2034-05-01',
  ],
])('%s', (_what, records, until) => expect(keptUntil(born, records)).toBe(until));

test('nothing is let go while a referral is open, or where there is none', () => {
  const open = record('camhs-community', '2020-05-01', 'per_x/camhs-community');
  expect(keptUntil(born, [record('camhs-community', '2014-05-01'), open])).toBeUndefined();
  expect(keptUntil(born, [])).toBeUndefined();
});
