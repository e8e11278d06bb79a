import type { IncomingHttpHeaders } from 'node:http';
import { visibleText } from '@waymark/care-types';
import { z } from 'zod';
import { plainTag } from './compressed.ts';
import { fieldProblem, problemError, type FieldProblem, type ProblemCode } from './problems.ts';
import { bodyFromForm, type JsonSchema, type Typed } from './form-fields.ts';
import { unsafeInput } from './unsafe-input.ts';
import { fieldProblems, wordsFor } from './field-messages.ts';

type Part = FieldProblem['in'];

const codeFor = {
  body: 'invalid-body',
  query: 'invalid-query',
  path: 'not-found',
  header: 'invalid-request',
} as const satisfies Record<Part, ProblemCode>;

/** A schema with what a form needs to know of it, worked out once. */
export type Shape = { schema: z.ZodType; json: JsonSchema };

/** The schema of a body, a query or the parameters of a path, ready for many requests. */
export function shapeOf(schema: z.ZodType): Shape {
  return { schema, json: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema };
}

/** The value as its schema has it. Throws the problem that names every field that is wrong. */
export function parsed(where: Part, value: unknown, schema: z.ZodType): unknown {
  const found = unsafeInput(value, where);
  if (found.length > 0) throw problemError(codeFor[where], { errors: found });
  const read = schema.safeParse(readable(value), { error: wordsFor });
  if (read.success) return read.data;
  throw problemError(codeFor[where], { errors: fieldProblems(read.error.issues, where) });
}

/** Every text of a value as it reads, without what nobody sees. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
}

/** Text by name, from a form or from the part of an address after the question mark, as its schema has it. */
export function parsedFields(where: 'body' | 'query', typed: Typed, { schema, json }: Shape): unknown {
  const found = unsafeInput(typed, where);
  if (found.length > 0) throw problemError(codeFor[where], { errors: found });
  return parsed(where, bodyFromForm(readable(typed) as Typed, json), schema);
}

/** What Express read of a form or a query: text by name, and nothing else. */
export function typedOf(fields: unknown): Typed {
  return typeof fields === 'object' && fields !== null
    ? Object.fromEntries(Object.entries(fields as Typed))
    : {};
}

/** The Idempotency-Key of a program. Throws when it is missing or is not 1 to 255 visible ASCII characters. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') throw problemError('idempotency-key-missing');
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw problemError('invalid-request', {
    errors: [fieldProblem('header', ['Idempotency-Key'], 'Send 1 to 255 visible ASCII characters, once')],
  });
}

/** The version that If-Match names, or undefined when there is none. Throws for anything but one strong ETag of ours. */
export function expectedVersionOf(headers: IncomingHttpHeaders): number | undefined {
  const match = headers['if-match'];
  if (match === undefined) return undefined;
  const version = /^"(\d{1,15})"$/.exec(plainTag(match))?.[1];
  if (version !== undefined) return Number(version);
  throw problemError('invalid-request', {
    errors: [fieldProblem('header', ['If-Match'], 'Send the one ETag that you were given, like "7"')],
  });
}
