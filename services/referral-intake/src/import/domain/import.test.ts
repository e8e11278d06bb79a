import { calendarDate } from '@waymark/care-types';
import type { Decision } from '@waymark/decisions';
import {
  arrive,
  awaitHeadings,
  begin,
  end,
  giveUp,
  goOn,
  Import,
  ImportId,
  release,
  madeBy,
  takeOn,
} from './import.ts';

const importId = ImportId.parse(`imp_${'0'.repeat(26)}`);
const command = {
  by: { id: 'somebody', roles: ['operator'] as const, organisation: 'RX3' },
  at: { instant: '2026-03-30T08:00:00Z', date: calendarDate('2026-03-30') },
  name: 'import-referrals',
  key: 'key',
  bodyHash: '',
};
const one = { reader: 'one', at: '2026-03-30T08:00:00Z' };
const other = (at: string) => ({ reader: 'other', at });
const stateOf = (decision: Decision<Import>) => {
  if (decision.kind === 'refused') throw new Error(decision.code);
  return Import.parse(decision.state);
};
const begun = stateOf(begin(importId, command, one));
const arrived = stateOf(arrive(begun, one, { key: 'sealed', parts: 1 }));

test('another process takes an import on only when its reader has been silent or has let go', () => {
  expect(takeOn(arrived, other('2026-03-30T08:00:14Z'))).toMatchObject({ code: 'read-by-another' });
  expect(takeOn(arrived, other('2026-03-30T08:00:15Z'))).toMatchObject({ state: { readBy: 'other' } });
  const free = stateOf(release(arrived, one, { added: 5 }));
  expect(takeOn(free, other('2026-03-30T08:00:01Z'))).toMatchObject({ state: { readBy: 'other', added: 5 } });
});

test('the one who lost it can tell nothing any more', () => {
  const taken = stateOf(takeOn(arrived, other('2026-03-30T08:01:00Z')));
  expect(goOn(taken, one, { added: 1 })).toMatchObject({ code: 'read-by-another' });
  expect(end(taken, one, {}, null)).toMatchObject({ code: 'read-by-another' });
});

test('at its end the key of the file is forgotten, and it does not go on', () => {
  const ended = stateOf(end(arrived, one, { rows: 2, added: 2 }, null));
  expect(ended).toMatchObject({ state: 'done', file: null, added: 2, failure: null });
  expect(takeOn(ended, other('2026-04-30T08:00:00Z'))).toMatchObject({ code: 'import-has-ended' });
});

test('a file that waits for its headings is let go after seven days', () => {
  const waits = stateOf(awaitHeadings(arrived, one));
  expect(giveUp(waits, '2026-04-06T07:59:59Z')).toMatchObject({ kind: 'refused' });
  expect(giveUp(waits, '2026-04-06T08:00:00Z')).toMatchObject({ state: { state: 'failed', file: null } });
});

test('its rows are taken in the name of who sent it, on the day it began, whoever reads them', () => {
  const taken = stateOf(takeOn(arrived, other('2026-04-01T08:01:00Z')));
  expect(madeBy(taken)).toMatchObject({ by: command.by, at: { date: '2026-03-30' }, key: importId });
});
