import { calendarDate } from '@waymark/care-types';
import { pathway } from '../../testing/pathway.ts';
import { rowOf } from '../rows.ts';
import { downloadList } from './view.ts';

test('the file opens in a spreadsheet: with the mark of its encoding, and each cell as it is', () => {
  const today = calendarDate('2026-11-21');
  const row = rowOf(pathway(), { known: false, why: 'not-permitted' }, today);
  const model = { today, rows: [row], columns: [{ id: 'service', heading: 'Waiting for' }] };
  const file = downloadList.file?.body(model, {} as never);
  expect(file).toBe(`\ufeffreference,age,waiting for\r\n${row.reference},${row.age},${row.waitingFor}\r\n`);
});
