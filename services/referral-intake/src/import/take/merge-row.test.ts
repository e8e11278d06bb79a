import { calendarDate, OdsCode } from '@waymark/care-types';
import type { CommandMeta } from '@waymark/decisions';
import { personIdFrom, referenceFrom, referralIdFrom } from '@waymark/events';
import fc from 'fast-check';
import { recordOf, type NewReferral, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { correct } from '../../triage/correct-referral/decide.ts';
import { carriedOn, hasNews, heldRowOf, mergeRow, sourceRowOf, takeOver } from './merge-row.ts';

const bytes = (length: number) => new Uint8Array(length).fill(7);
const ids = {
  referralId: referralIdFrom(bytes(26)),
  reference: referenceFrom(bytes(8)),
  personId: personIdFrom(bytes(26)),
};
const first: NewReferral = {
  child: {
    givenName: 'Acorn',
    familyName: 'Demo-Ashgill',
    dateOfBirth: calendarDate('2016-05-04'),
    gender: '1',
    ethnicCategory: 'A',
  },
  service: 'autism-assessment',
  provider: OdsCode.parse('RX3'),
  receivedOn: calendarDate('2025-03-02'),
  source: 'C2',
  organisation: '114312',
  priority: '3',
  primaryReason: '25',
  otherReasons: [],
  knownContacts: [],
  circumstances: [{ id: 'exclusion-risk', source: 'import' }],
  needs: [],
  notes: 'Synthetic words.',
};
const record = recordOf(first, first.child, ids, () => null);
const base = sourceRowOf(first);
const command = {
  name: 'import-referrals',
  at: { instant: '2026-03-05T09:00:00Z', date: calendarDate('2026-03-05') },
} as CommandMeta;
const held = (now: ReferralRecord) => heldRowOf(now, first.notes);
const merge = (now: ReferralRecord, change: Partial<NewReferral>, before: typeof base | undefined = base) =>
  mergeRow(now, sourceRowOf({ ...first, ...change }), held(now), before);

function corrected(right: Parameters<typeof correct>[1]['right']): ReferralRecord {
  const decided = correct(record, { right, reason: 'typed-wrongly' }, command, () => OdsCode.parse('RX3'));
  if (decided.kind !== 'decided') throw new Error(decided.code);
  return decided.state;
}

test('the same row again brings nothing', () => {
  expect(hasNews(merge(record, {}))).toBe(false);
  expect(merge(record, {}).differs).toEqual([]);
});

test.each<[string, Partial<NewReferral>, string]>([
  ['priority', { priority: '2' }, 'priority'],
  ['reason', { primaryReason: '24' }, 'primaryReason'],
  ['team', { team: 'C01' }, 'team'],
  ['received date', { receivedOn: calendarDate('2025-02-01') }, 'receivedOn'],
  ['source', { source: 'A1' }, 'source'],
  ['practice or school that referred', { organisation: '113970' }, 'organisation'],
  ['notes', { notes: 'Other synthetic words.' }, 'notes'],
  ['needs', { needs: [{ domain: 'sleep', home: 3, school: 1, community: 0 }] }, 'needs'],
])('a newer %s of the source is taken over', (_words, change, part) => {
  const merged = merge(record, change);
  expect(merged).toMatchObject({ takes: [part], differs: [] });
  const row = sourceRowOf({ ...first, ...change });
  const decided = takeOver(record, row, merged, command, 'sealed');
  if (decided.kind !== 'decided') throw new Error(decided.code);
  const now = heldRowOf(decided.state, row.notes);
  expect(now[part as keyof typeof now]).toEqual(row[part as keyof typeof row]);
  expect(decided.events.length).toBe(['organisation', 'notes'].includes(part) ? 0 : 1);
});

test('what a person has corrected since is kept, whatever the source says', () => {
  const now = corrected({ priority: '1' });
  expect(merge(now, {})).toMatchObject({ takes: [], differs: ['priority'] });
  expect(merge(now, { priority: '2' })).toMatchObject({ takes: [], differs: ['priority'] });
  expect(merge(now, { priority: '1' })).toMatchObject({ takes: [], differs: [] });
  expect(merge(now, { priority: '2' }, undefined)).toMatchObject({ takes: [], differs: ['priority'] });
});

test('a received date that was corrected here does not make the row another referral’s', () => {
  const now = corrected({ receivedOn: calendarDate('2025-02-20') });
  expect(merge(now, {})).toMatchObject({ takes: [], differs: ['receivedOn'] });
});

test('what the source leaves out, or does not know, it does not take away', () => {
  const { notes: _notes, organisation: _organisation, ...less } = first;
  const silent = { ...less, child: { ...first.child, gender: 'X' as const, ethnicCategory: '99' as const } };
  expect(hasNews(mergeRow(record, sourceRowOf(silent), held(record), base))).toBe(false);
});

test('circumstances begin and end with the source, and those that a person stated stay', () => {
  const merged = merge(record, { circumstances: [{ id: 'looked-after', source: 'import' }] });
  expect(merged).toMatchObject({ begun: [{ id: 'looked-after' }], ended: ['exclusion-risk'] });
  const stated: ReferralRecord = {
    ...record,
    referral: { ...record.referral, circumstances: [{ id: 'exclusion-risk', source: 'clinician' }] },
  };
  expect(merge(stated, { circumstances: [] }).ended).toEqual([]);
});

test('a wait that has ended is changed by no file', () => {
  const { waitingFor: _over, ...rest } = record;
  expect(hasNews(merge({ ...rest, closedOn: '2026-01-01' }, { priority: '1' }))).toBe(false);
});

test('a row that was taken over brings nothing when it comes again', () => {
  const change = fc.record(
    {
      priority: fc.constantFrom('1' as const, '2' as const, '3' as const),
      primaryReason: fc.constantFrom('24' as const, '25' as const),
      receivedOn: fc.constantFrom(calendarDate('2025-01-01'), calendarDate('2025-03-02')),
      acceptedOn: fc.constant(calendarDate('2025-04-01')),
      organisation: fc.constantFrom('114312', '113970'),
      circumstances: fc.subarray([
        { id: 'looked-after' as const, source: 'import' as const },
        { id: 'exclusion-risk' as const, source: 'import' as const },
      ]),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(change, (changed) => {
      const row = sourceRowOf({ ...first, ...changed });
      const decided = takeOver(record, row, mergeRow(record, row, held(record), base), command, undefined);
      if (decided.kind !== 'decided') throw new Error(decided.code);
      const again = mergeRow(decided.state, row, held(decided.state), row);
      expect([hasNews(again), again.differs]).toEqual([false, []]);
    }),
  );
});

test('what stands in where a row says nothing is no statement: it changes nothing, and what was said before holds on', () => {
  const said = sourceRowOf({ ...first, priority: '2', primaryReason: '24' });
  const silent = sourceRowOf({ ...first, priority: '3', circumstances: [] }, [
    'clinical_priority',
    'circumstances',
  ]);
  const now = carriedOn(silent, said);
  expect(now).toMatchObject({ priority: '2', circumstances: said.circumstances });
  const merged = mergeRow(record, silent, { ...held(record), priority: '2' }, said);
  expect([merged.takes, merged.differs, merged.ended]).toEqual([
    expect.not.arrayContaining(['priority']),
    expect.not.arrayContaining(['priority']),
    [],
  ]);
});
