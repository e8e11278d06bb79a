import { readFile } from 'node:fs/promises';
import { RttStatus } from './index.ts';
import { ownExamples, rulesFile, describeRules } from './describe-rules.ts';

const [examples, written] = await Promise.all([ownExamples(), readFile(rulesFile, 'utf8')]);

test('every rule says what is written down, with its source and its section; after a change: npm run rules', () => {
  expect(describeRules(examples)).toBe(written);
});

test.each(RttStatus.options)('the status %s has an example', (status) => {
  expect(written).toMatch(new RegExp(`^  "${status}": `, 'm'));
});
