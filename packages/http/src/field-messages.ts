import { notADate } from '@waymark/care-types';
import type { z } from 'zod';
import { fieldProblem, type FieldProblem } from './problems.ts';

type RawIssue = z.core.$ZodRawIssue;

const formats: Readonly<Record<string, string>> = {
  date: notADate.asText,
  datetime: 'Enter a date and time in UTC, like 2025-03-31T09:30:00Z',
  email: 'Enter an email address, like name@example.org',
  url: 'Enter a full web address, like https://example.org',
  uuid: 'Enter a UUID',
};

/**
 * What is allowed, for an issue whose schema has no words of its own. Given to zod's `error` at parse, which
 * asks it last. Never repeats what was sent.
 */
export function wordsFor(issue: RawIssue): string {
  if (issue.code !== 'unrecognized_keys' && issue.input === undefined) return 'This is needed';
  switch (issue.code) {
    case 'invalid_type':
      return `This must be ${kindOf(issue.expected)}`;
    case 'invalid_value':
      return `This must be one of: ${listed(issue.values)}`;
    case 'invalid_union':
      return Array.isArray(issue['options'])
        ? `This must be one of: ${listed(issue['options'])}`
        : 'This is not in a form that is allowed';
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written in the way that is allowed';
    case 'unrecognized_keys':
      return 'This field is not known';
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return 'This is needed';
      return `This must ${sized(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `This must ${sized(issue.origin, 'at most', issue.maximum)}`;
    case 'not_multiple_of':
      return `This must be a multiple of ${issue.divisor}`;
    default:
      return 'This is not allowed';
  }
}

/** The issues of a failed parse as fields with words. A union speaks through the branch that came nearest. */
export function fieldProblems(
  issues: readonly z.core.$ZodIssue[],
  where: FieldProblem['in'],
  above: readonly PropertyKey[] = [],
): FieldProblem[] {
  const found = issues.flatMap((issue): FieldProblem[] => {
    const path = [...above, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => fieldProblem(where, [...path, key], issue.message));
    }
    const nearest = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined;
    return nearest ? fieldProblems(nearest, where, path) : [fieldProblem(where, path, issue.message)];
  });
  return found.slice(0, 100);
}

function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const deeper = branches.filter((branch) => branch.some((issue) => issue.path.length > 0));
  return deeper.toSorted((a, b) => a.length - b.length)[0];
}

function kindOf(expected: string): string {
  const kinds: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
    date: 'a date',
    null: 'empty',
  };
  return kinds[expected] ?? 'of another kind';
}

function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, 40).map(String).join(', ');
  return values.length > 40 ? `${shown}, …` : shown;
}

function sized(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `be ${bound} ${limit} characters long`;
  if (origin === 'array' || origin === 'set') return `have ${bound} ${limit} items`;
  return `be ${bound} ${limit}`;
}
