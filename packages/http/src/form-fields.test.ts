import { z } from 'zod';
import { bodyFromForm, type Typed } from './form-fields.ts';
import { shapeOf } from './parse.ts';

const schema = z.strictObject({
  name: z.string(),
  born: z.iso.date().nullable(),
  count: z.number(),
  agreed: z.boolean(),
  codes: z.array(z.enum(['1', '2'])),
  sizes: z.array(z.number()).optional(),
  needs: z.record(z.string(), z.record(z.string(), z.union([z.literal(0), z.literal(1)]))),
  place: z.union([z.strictObject({ on: z.iso.date() }), z.strictObject({ at: z.string() })]),
});

it.each<[string, Typed, object]>([
  ['text, trimmed, with one kind of line end', { name: ' a\r\nb ' }, { name: 'a\nb' }],
  [
    'nothing for what was left empty',
    { name: ' ', count: '', codes: [''], 'born-day': '', 'born-month': '', 'born-year': '' },
    {},
  ],
  [
    'a date from three boxes',
    { 'born-day': '3', 'born-month': '4', 'born-year': '2019' },
    { born: '2019-04-03' },
  ],
  [
    'a date whose month is a name, with days of two digits',
    { 'born-day': '05', 'born-month': 'June', 'born-year': '2019' },
    { born: '2019-06-05' },
  ],
  ['a date typed whole into one box', { 'born-day': '15 June 2017' }, { born: '2017-06-15' }],
  ['a date in words where one text is asked for', { born: '15 June 2017' }, { born: '2017-06-15' }],
  ['a date written whole', { born: '2019-04-03' }, { born: '2019-04-03' }],
  [
    'a date that lacks a box, to be refused',
    { 'born-day': '3', 'born-month': '', 'born-year': '2019' },
    { born: '3 2019' },
  ],
  [
    'a year of two digits as it was typed, for the schema to refuse or to read',
    { 'born-day': '15', 'born-month': '6', 'born-year': '17' },
    { born: '15 6 17' },
  ],
  [
    'a date inside a choice',
    { 'place.on-day': '1', 'place.on-month': '2', 'place.on-year': '2024' },
    { place: { on: '2024-02-01' } },
  ],
  ['a number, and what is none as it is', { count: '-4.5' }, { count: -4.5 }],
  ['what is no number as it is', { count: '4x' }, { count: '4x' }],
  ['true and false', { agreed: 'on' }, { agreed: true }],
  ['a list from one or several', { codes: '1', sizes: ['1', '2'] }, { codes: ['1'], sizes: [1, 2] }],
  [
    'objects from dotted names',
    { 'needs.sleep.home': '1', 'needs.sleep.school': '0' },
    { needs: { sleep: { home: 1, school: 0 } } },
  ],
  ['unknown names as they are, to be refused', { other: 'x', 'x-day': '1' }, { other: 'x', 'x-day': '1' }],
  ['several where one is wanted as they are, to be refused', { name: ['a', 'b'] }, { name: ['a', 'b'] }],
])('%s', (_what, typed, body) => {
  expect(bodyFromForm(typed, shapeOf(schema).json)).toEqual(body);
});
