import { calendarDate, TimeOfDay } from '@waymark/care-types';
import { receivedTimeFault } from './received-time.ts';

const now = Temporal.Instant.from('2026-11-21T10:00:00Z');

test.each([
  ['2026-11-21', '10:00', undefined],
  ['2026-11-21', '10:01', 'must not be in the future'],
  ['2026-07-21', '23:59', undefined],
  ['2026-03-29', '01:30', 'does not exist'],
  ['2025-10-26', '01:30', 'comes twice'],
  ['2025-10-26', '01:30 BST', undefined],
  ['2025-10-26', '01:30 GMT', undefined],
])('received on %s at %s: %s', (day, time, says) => {
  const fault = receivedTimeFault(calendarDate(day), TimeOfDay.parse(time), now);
  if (says === undefined) expect(fault).toBeUndefined();
  else expect(fault).toContain(says);
});
