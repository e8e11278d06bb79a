import { calendarDate } from '@waymark/care-types';
import { readDirectory } from '../../directory/index.ts';
import { match } from '../../plan/domain/matching.ts';
import { reasonsInShort } from './reasons-in-short.ts';

const today = calendarDate('2026-11-21');
const child = {
  dateOfBirth: calendarDate('2016-05-04'),
  service: 'autism-assessment',
  circumstances: [],
} as const;

test('what only follows from the wait is said once, and does not name each need', () => {
  const { suggestions } = match({ ...child, needs: [] }, readDirectory().listings, today);
  const shown = suggestions.map(({ reasons }) => reasonsInShort(reasons, child.service));
  const often = shown.flat().filter((words) => words.startsWith('Often helps'));
  expect(new Set(often)).toEqual(new Set(['Often helps families who wait for an autism assessment']));
  for (const reasons of shown) expect(new Set(reasons).size).toBe(reasons.length);
});

test('recorded needs stand together, before what is practical', () => {
  const needs = [{ domain: 'sleep', home: 3, school: 0, community: 0 }] as const;
  const { suggestions } = match({ ...child, needs: [...needs] }, readDirectory().listings, today);
  const [first] = suggestions.map(({ reasons }) => reasonsInShort(reasons, child.service));
  expect(first?.[0]).toMatch(/^What you told us: .*at home$/);
  expect(first?.join()).not.toContain('Often helps');
});
