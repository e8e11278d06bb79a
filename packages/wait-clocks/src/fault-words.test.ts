import { TeamType } from '@waymark/care-types';
import { z } from 'zod';
import { faultWords, nearest, quoted } from './fault-words.ts';

test.each<[unknown, string]>([
  ['Z9', "'Z9'"],
  ['', 'An empty value'],
  [null, 'An empty value'],
  [7, "'7'"],
  [['a'], 'A list'],
  [{ a: 1 }, 'A group of lines'],
  ['999 000 0018', 'An NHS number'],
  ['9990000018', 'An NHS number'],
  ['red\u001b[31m\nnext\u202e', "'red [31m next '"],
  ['x'.repeat(41), `'${'x'.repeat(40)}…'`],
])('%j is repeated as %s', (typed, is) => {
  expect(quoted(typed)).toBe(is);
});

test.each<[string, string | undefined]>([
  ['referal', 'referral received'],
  ['Referral Recieved', 'referral received'],
  ['referral-received', 'referral received'],
  ['wasnt brought', 'was not brought'],
  ['sean', 'seen'],
  ['Z9', undefined],
  ['pigeon', undefined],
  ['x'.repeat(5_000), undefined],
])('near %j is %j', (typed, is) => {
  expect(nearest(typed, ['referral received', 'seen', 'was not brought', 'C09'])).toBe(is);
});

const said = (schema: z.ZodType, typed: unknown) => {
  const [issue] = schema.safeParse(typed, { reportInput: true }).error?.issues ?? [];
  return issue && faultWords(issue);
};

test.each<[string, z.ZodType, unknown, RegExp]>([
  ['a code', TeamType, 'a02 ', /^'a02 ' is not a team type\. Did you mean 'A02'\? Write one of: A01 \(/],
  ['no code', TeamType, undefined, /^Team type is needed$/],
  [
    'a word',
    z.enum(['patient', 'professional']),
    'pateint',
    /Did you mean 'patient'\? Write one of: patient, prof/,
  ],
  ['a text', z.string(), 7, /^'7' cannot be read here\. Write a text$/],
  ['a long text', z.string().max(3), 'abcd', /^'abcd' cannot be read here\. Write at most 3 characters$/],
  ['yes or no', z.boolean(), 'perhaps', /^'perhaps' cannot be read here\. Write yes or no$/],
])('the words for %s', (_, schema, typed, says) => {
  expect(said(schema, typed)).toMatch(says);
});
