import fc from 'fast-check';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { breakingChanges } from './compatibility.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const base = {
  id: z.string().regex(/^a+$/),
  stage: z.enum(['waiting', 'seen']),
  on: z.iso.date(),
  closed: z.iso.date().nullable(),
  team: z.string().max(10).optional(),
  days: z.int().min(0).max(100),
  needs: z.array(z.object({ domain: z.enum(['sleep', 'eating']), impact: z.int() })),
  facts: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('contact'), on: z.iso.date() }),
      z.object({ type: z.literal('died'), on: z.iso.date() }),
    ]),
  ),
  settings: z.record(z.string(), z.string()),
};
const schemaOf = (shape: z.ZodRawShape) => z.toJSONSchema(z.object(shape), { io: 'output' }) as JsonSchema;
const without = (name: keyof typeof base) =>
  Object.fromEntries(Object.entries(base).filter(([field]) => field !== name));
const kinds = (contact: z.ZodRawShape, more: z.ZodObject[] = []) =>
  z.array(
    z.union([
      ...more,
      z.object({ type: z.literal('contact'), ...contact }),
      z.object({ type: z.literal('died'), on: z.iso.date() }),
    ]),
  );

describe('within a major version', () => {
  it.each<[string, z.ZodRawShape]>([
    ['nothing changes', base],
    ['the fields stand in another order', Object.fromEntries(Object.entries(base).reverse())],
    ['a field is added that may be absent', { ...base, source: z.string().optional() }],
    ['a code is added to a list', { ...base, stage: z.enum(['waiting', 'seen', 'closed']) }],
    ['a bound is widened', { ...base, days: z.int().min(0).max(1000), team: z.string().optional() }],
    [
      'a kind of fact may say its version',
      {
        ...base,
        facts: z.array(
          z.discriminatedUnion('type', [
            z.object({ type: z.literal('contact'), version: z.literal(1).optional(), on: z.iso.date() }),
            z.object({ type: z.literal('died'), version: z.literal(1).optional(), on: z.iso.date() }),
          ]),
        ),
      },
    ],
    [
      'a kind of fact is added',
      {
        ...base,
        facts: kinds({ on: z.iso.date() }, [z.object({ type: z.literal('moved'), to: z.string() })]),
      },
    ],
  ])('it is allowed that %s', (_, now) => {
    expect(breakingChanges(schemaOf(base), schemaOf(now))).toEqual([]);
  });

  it.each<[string, z.ZodRawShape, string, RegExp]>([
    ['a field is removed', without('on'), 'on', /removed/],
    ['an optional field is removed', without('team'), 'team', /removed/],
    ['a field may be absent', { ...base, on: z.iso.date().optional() }, 'on', /may now be absent/],
    ['a field may be null', { ...base, on: z.iso.date().nullable() }, 'on', /may now be null/],
    ['null is gone', { ...base, closed: z.iso.date() }, 'closed', /narrowed: null/],
    ['an optional field is demanded', { ...base, team: z.string().max(10) }, 'team', /demanded now/],
    ['a new field is demanded', { ...base, source: z.string() }, 'source', /added as demanded/],
    ['the type changes', { ...base, days: z.string() }, 'days', /changes type from integer to string/],
    ['whole numbers become any number', { ...base, days: z.number() }, 'days', /changes type/],
    ['a code is removed', { ...base, stage: z.enum(['waiting']) }, 'stage', /narrowed: "seen" removed/],
    ['a list opens', { ...base, stage: z.string() }, 'stage', /open now/],
    ['a text becomes a list', { ...base, id: z.enum(['a']) }, 'id', /narrowed/],
    ['a pattern changes', { ...base, id: z.string().regex(/^b+$/) }, 'id', /pattern/],
    ['a format changes', { ...base, on: z.iso.datetime() }, 'on', /format/],
    [
      'a minimum rises',
      { ...base, days: z.int().min(1).max(100) },
      'days',
      /narrowed: minimum goes from 0 to 1/,
    ],
    ['a maximum falls', { ...base, days: z.int().min(0).max(99) }, 'days', /narrowed: maximum/],
    ['a text gets shorter', { ...base, team: z.string().max(9).optional() }, 'team', /narrowed: maxLength/],
    [
      'a code is removed inside a list of things',
      { ...base, needs: z.array(z.object({ domain: z.enum(['sleep']), impact: z.int() })) },
      'needs[].domain',
      /narrowed: "eating"/,
    ],
    [
      'a field is removed inside a list of things',
      { ...base, needs: z.array(z.object({ domain: z.enum(['sleep', 'eating']) })) },
      'needs[].impact',
      /removed/,
    ],
    [
      'a kind of fact is removed',
      { ...base, facts: z.array(z.object({ type: z.literal('contact'), on: z.iso.date() })) },
      'facts[](type="died")',
      /removed/,
    ],
    [
      'a field of one kind of fact is removed',
      { ...base, facts: kinds({}) },
      'facts[](type="contact").on',
      /removed/,
    ],
    [
      'the values of a map change type',
      { ...base, settings: z.record(z.string(), z.int()) },
      'settings{}',
      /type/,
    ],
  ])('it is refused that %s', (_, now, field, why) => {
    const breaks = breakingChanges(schemaOf(base), schemaOf(now));
    expect(breaks).toContainEqual({ field, why: expect.stringMatching(why) as string });
    expect(new Set(breaks.map((found) => found.field))).toEqual(new Set([field]));
  });

  it('refuses another topic or key', () => {
    const before = { ...schemaOf(base), 'x-topic': 'a', 'x-key': 'id' };
    expect(breakingChanges(before, { ...before, 'x-topic': 'b' })).toHaveLength(1);
    expect(breakingChanges(before, { ...before, 'x-key': 'stage' })).toHaveLength(1);
  });

  it('refuses the removal of any field of any event, at any depth', () => {
    const places = catalogue.flatMap((known) => {
      const schema = jsonSchemaOf(known);
      return pathsIn(schema).map((path) => ({ schema, path }));
    });
    expect(places.length).toBeGreaterThan(300);
    fc.assert(
      fc.property(fc.constantFrom(...places), ({ schema, path }) => {
        expect(breakingChanges(schema, removed(schema, path))).not.toEqual([]);
      }),
    );
  });
});

type Path = readonly (string | number)[];

function pathsIn(schema: unknown, path: Path = []): Path[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, part]) => {
    const here = [...path, name];
    return [...(path.at(-1) === 'properties' ? [here] : []), ...pathsIn(part, here)];
  });
}

function removed(schema: JsonSchema, path: Path): JsonSchema {
  const copy = structuredClone(schema);
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy);
  delete (parent as Record<string, unknown>)[String(path.at(-1))];
  return copy;
}
