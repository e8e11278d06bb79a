import { anchor, dateParts, errorOf, summaryOf, typedValue, typedValues } from './fields.ts';

test('what was typed goes before what is held, also when it was emptied', () => {
  const field = { name: 'a', value: 'held' };
  expect(typedValue(field, {})).toBe('held');
  expect(typedValue(field, { typed: { a: 'typed' } })).toBe('typed');
  expect(typedValue(field, { typed: {} })).toBe('');
  expect(typedValue({ name: 'a', value: null }, {})).toBe('');
  expect(typedValue({ name: 'a', value: 0 }, {})).toBe('0');
});

test('one checked box or several', () => {
  expect(typedValues({ name: 'a' }, { typed: { a: 'x' } })).toEqual(['x']);
  expect(typedValues({ name: 'a' }, { typed: { a: ['x', 'y'] } })).toEqual(['x', 'y']);
  expect(typedValues({ name: 'toString' }, { typed: {} })).toEqual([]);
});

test('a date shows in three boxes, as held or as typed', () => {
  const field = { name: 'born', value: '2019-03-04' };
  expect(dateParts(field, {})).toEqual({ day: '4', month: '3', year: '2019' });
  const typed = { 'born-day': '31', 'born-month': 'Feb', 'born-year': '' };
  expect(dateParts(field, { typed })).toEqual({ day: '31', month: 'Feb', year: '' });
  expect(dateParts(field, { typed: { born: '2020-12-25' } })).toEqual({
    day: '25',
    month: '12',
    year: '2020',
  });
  expect(dateParts(field, { typed: {} })).toEqual({ day: '', month: '', year: '' });
});

test.each([
  ['circumstances.0', 'circumstances'],
  ['circumstances[12]', 'circumstances'],
  ['born-day', 'born'],
  ['needs.sleep.home', 'needs.sleep.home'],
])('a fault of %s is shown at %s', (field, at) => {
  expect(anchor(field)).toBe(at);
  expect(errorOf({ name: at }, { errors: [{ field, message: 'No.' }] })).toBe('No.');
});

test('a fault of the whole form has no field to lead to', () => {
  expect(
    summaryOf([
      { field: '', message: 'No.' },
      { field: 'a.0', message: 'Not that.' },
    ]),
  ).toEqual([{ text: 'No.' }, { text: 'Not that.', href: '#a' }]);
});
