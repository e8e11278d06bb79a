import { calendarDate, OdsCode, Postcode } from '@waymark/care-types';
import { personIdFrom, referenceFrom, referralCorrected, referralIdFrom } from '@waymark/events';
import { childFields, correctChildFields } from './child-fields.ts';
import { birthFault } from '../../person/domain/birth.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import { recordOf } from './referral-record.ts';

const bytes = (length: number) => new Uint8Array(length).fill(7);
const child: PersonDetails = {
  givenName: 'Acorn',
  familyName: 'Demo-Told',
  dateOfBirth: calendarDate('2016-05-04'),
  postcode: Postcode.parse('DH1 1AB'),
};
const record = recordOf(
  {
    child: { ...child, gender: 'X', ethnicCategory: '99' },
    ...{ service: 'autism-assessment', provider: OdsCode.parse('RX3'), source: 'B2', priority: '3' },
    ...{ primaryReason: '25', otherReasons: [], knownContacts: [], circumstances: [], needs: [] },
    receivedOn: calendarDate('2026-03-02'),
  },
  child,
  {
    referralId: referralIdFrom(bytes(26)),
    reference: referenceFrom(bytes(8)),
    personId: personIdFrom(bytes(26)),
  },
  () => 3,
);
const decileOf = () => 3;

test('a referral tells what was corrected with the child, and nothing else', () => {
  const right = childFields({ ...child, dateOfBirth: calendarDate('2016-04-05') }, { gender: '2' }, decileOf);
  const told = correctChildFields(record, right, 'typed-wrongly');
  if (told.kind !== 'decided') throw new Error(told.code);
  expect(told.state.referral).toMatchObject({ dateOfBirth: '2016-04-05', gender: '2', ethnicCategory: '99' });
  expect(told.events).toMatchObject([
    { type: referralCorrected.type, data: { corrected: ['dateOfBirth', 'gender'] } },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Acorn|Demo-Told|1AB/);
});

test('what it tells already is not told again', () => {
  expect(correctChildFields(record, childFields(child, {}, decileOf), 'typed-wrongly')).toMatchObject({
    code: 'told-already',
  });
});

test('of a child whose address is hidden no district is told', () => {
  const right = childFields({ ...child, addressHidden: true }, {}, decileOf);
  expect(correctChildFields(record, right, 'learned-later')).toMatchObject({
    state: { referral: { outwardPostcode: null, imdDecile: 3 } },
  });
});

test.each([
  ['2026-11-22', [], 'in the future'],
  ['2026-03-03', ['2026-03-02'], 'after the day on which a referral'],
  ['2026-03-02', ['2026-03-02'], undefined],
  ['2000-03-02', ['2026-03-02'], 'at most 25'],
  ['2000-03-03', ['2026-03-02'], undefined],
  ['2000-03-03', ['2026-03-02', '2026-03-03'], 'at most 25'],
] as const)('a birth on %s with referrals of %j: %s', (born, days, says) => {
  const fault = birthFault(calendarDate(born), {
    today: calendarDate('2026-11-21'),
    receivedOn: days.map(calendarDate),
  });
  if (says === undefined) expect(fault).toBeUndefined();
  else expect(fault).toContain(says);
});
