import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { catalogue } from './catalogue.ts';
import { event } from './event.ts';
import { breaksOfBaseline, contractFolder, differences } from './generate.ts';
import { exampleMessage } from './example-message.ts';
import type { ExampleMessage } from './example-message.ts';
import { ReferralId } from './ids.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { fromMessage, toHeaders } from './message.ts';
import { topicOwners, topics } from './topics.ts';
import { referralReceived } from './events/referral-received.ts';
import { exampleReferral } from './events/examples.ts';
import { z } from 'zod';

const everyEvent = catalogue.map((known) => [known.type, known] as const);
const checkedIn = (type: string) =>
  JSON.parse(readFileSync(join(contractFolder, 'examples', `${type}.json`), 'utf8')) as ExampleMessage;

describe('the contract', () => {
  it('is checked in as the catalogue says', () => {
    expect(differences(contractFolder)).toEqual([]);
  });

  it('breaks no accepted schema', () => {
    expect(breaksOfBaseline(contractFolder)).toEqual([]);
  });

  it('names each event once, on a topic that a service owns', () => {
    expect(new Set(catalogue.map(({ type }) => type)).size).toBe(catalogue.length);
    expect(Object.keys(topicOwners).sort()).toEqual(Object.values(topics).sort());
    for (const { topic } of catalogue) expect(Object.keys(topicOwners)).toContain(topic);
  });
});

describe.each(everyEvent)('%s', (type, known) => {
  it('is sent as the example message that is checked in', () => {
    expect(exampleMessage(known)).toEqual(checkedIn(type));
  });

  it('is read from the example message, with nothing lost', () => {
    const { key, headers, value } = checkedIn(type);
    const envelope = fromMessage({ key, headers, value: JSON.stringify(value) });
    if ('malformed' in envelope) throw new Error(envelope.malformed);
    expect(known.parse(envelope).data).toEqual(value);
    expect(toHeaders(envelope)).toEqual(headers);
  });

  it('has an example message that fits its JSON Schema, and not one field less', () => {
    const ajv = new Ajv2020({ strict: true, keywords: ['x-topic', 'x-key'] });
    ajv.addFormat('date', (text: string) => z.iso.date().safeParse(text).success);
    ajv.addFormat('date-time', (text: string) => z.iso.datetime().safeParse(text).success);
    const validate = ajv.compile(jsonSchemaOf(known));
    const value = checkedIn(type).value as Record<string, unknown>;
    expect(validate(value) || validate.errors).toBe(true);
    for (const field of Object.keys(value)) {
      const less = Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
      expect([field, validate(less)]).toEqual([field, false]);
    }
  });

  it('is still read when a later version has added fields', () => {
    const value = checkedIn(type).value as Record<string, unknown>;
    const { key, headers } = checkedIn(type);
    const later = fromMessage({ key, headers, value: JSON.stringify(grown(value)) });
    if ('malformed' in later) throw new Error(later.malformed);
    expect(known.parse(later).data).toEqual(value);
  });
});

describe('making an event', () => {
  it('keeps the fields of the schema and leaves out all else', () => {
    const made = referralReceived({
      ...exampleReferral,
      familyName: 'Demo-Example',
    } as typeof exampleReferral);
    expect(made).toEqual({ type: 'referral.received.v1', data: exampleReferral });
    expect(referralReceived.name).toBe('referral.received');
  });

  it('refuses data that breaks the schema', () => {
    expect(() => referralReceived({ ...exampleReferral, receivedOn: '2025-02-30' })).toThrow(z.ZodError);
    expect(() => referralReceived({ ...exampleReferral, outwardPostcode: 'DH1 1AB' })).toThrow(z.ZodError);
  });

  it('refuses an example that breaks the schema', () => {
    const data = z.object({ referralId: ReferralId });
    const define = () =>
      event('x.y', 1, { about: '', topic: 'x', key: 'referralId', data, example: { referralId: 'no' } });
    expect(define).toThrow(z.ZodError);
  });
});

describe('privacy of the contract', () => {
  /** Text of the product or the directory. No person's words come here. */
  const ownWords = [
    'clocks[].title',
    'clocks[].evidence[].rule',
    'clocks[].evidence[].source',
    'clocks[].evidence[].says',
    'clocks[].stillNeeded[]',
    'clocks[].settings{}',
    'clocks[].settings{name}',
    'suggestions[].title',
    'suggestions[].reasons[].text',
  ];

  it.each(everyEvent)('%s has no place for a name, a number, an address or free text', (_, known) => {
    const strings = stringsIn(jsonSchemaOf(known), '');
    const open = strings.filter(({ schema }) => acceptsAnything(schema)).map(({ at }) => at);
    expect(open.filter((at) => !ownWords.includes(at))).toEqual([]);
  });

  it.each([
    'Annie Example',
    '9990000018',
    '999 000 0018',
    'DH1 1AB',
    '1 Synthetic Street',
    'a@example.invalid',
  ])('refuses %s in every place but those of its own words', (text) => {
    const taken = catalogue.flatMap((known) =>
      stringsIn(jsonSchemaOf(known), '')
        .filter(({ at }) => !ownWords.includes(at))
        // Ids chosen by our own services, and versions, are opaque to a pattern: ten digits are an id too.
        .filter(
          ({ at }) =>
            !/(?:factId|corrects|withdraws|facts\[\]|recorded|\.by|Version|listingId|reasons\[\]\.code)$/.test(
              at,
            ),
        )
        .filter(({ schema }) => accepts(schema, text))
        .map(({ at }) => `${known.type}: ${at}`),
    );
    expect(taken).toEqual([]);
  });

  it('has no field whose name asks for such a thing', () => {
    const names = catalogue.flatMap((known) => namesIn(jsonSchemaOf(known)));
    const asking = /name|nhs|address|street|phone|email|note|comment|text|^postcode$|practice|^urn/i;
    expect([...new Set(names.filter((name) => asking.test(name)))]).toEqual(['text']);
  });
});

function grown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(grown);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value).map(([name, part]) => [name, grown(part)] as const);
  // A map of settings takes any name, so it is left as it is.
  return inner.length === 0 ? value : { ...Object.fromEntries(inner), addedLater: 'x' };
}

type Place = { at: string; schema: JsonSchema };

function stringsIn(schema: JsonSchema, at: string): Place[] {
  return [
    ...(schema.type === 'string' ? [{ at, schema }] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
      stringsIn(part, at === '' ? name : `${at}.${name}`),
    ),
    ...[schema.items].flatMap((part) => (part === undefined ? [] : stringsIn(part, `${at}[]`))),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((part) => stringsIn(part, at)),
    ...(typeof schema.additionalProperties === 'object'
      ? stringsIn(schema.additionalProperties, `${at}{}`)
      : []),
    ...(schema.propertyNames === undefined ? [] : stringsIn(schema.propertyNames, `${at}{name}`)),
  ];
}

function namesIn(schema: JsonSchema): string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [name, ...namesIn(part)]),
    ...(schema.items === undefined ? [] : namesIn(schema.items)),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(namesIn),
  ];
}

function acceptsAnything(schema: JsonSchema): boolean {
  const closed = schema.enum !== undefined || schema.const !== undefined || schema.format === 'date';
  return !closed && (schema.pattern === undefined || accepts(schema, 'two words'));
}

function accepts(schema: JsonSchema, text: string): boolean {
  if (schema.enum !== undefined) return schema.enum.includes(text);
  if (schema.const !== undefined) return schema.const === text;
  if (schema.format === 'date') return z.iso.date().safeParse(text).success;
  return schema.pattern !== undefined && new RegExp(schema.pattern).test(text);
}
