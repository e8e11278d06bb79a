import fc from 'fast-check';
import { z } from 'zod';

/** As much of JSON Schema as zod writes for what our addresses take. */
export type JsonSchema = {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/**
 * Values that a schema describes. Rules that JSON Schema cannot say, such as check digits, are mostly not met: what
 * comes out is as a careless program would send it.
 */
export function described(schema: JsonSchema, root: JsonSchema = schema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return described(referred(schema.$ref, root), root);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches && branches.length > 0) return fc.oneof(...branches.map((branch) => described(branch, root)));
  switch ([schema.type].flat()[0]) {
    case 'string':
      return text(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000, noNaN: true });
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1_000, -1e6),
        max: Math.min(schema.maximum ?? 1_000, 1e6),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(described(typeof schema.items === 'object' ? schema.items : {}, root), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)),
      });
    case 'object':
      return record(schema, root);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** The paths of all fields that a schema names, through lists (`0`) and branches. */
export function fieldsIn(schema: JsonSchema, root: JsonSchema = schema, above: string[] = []): string[][] {
  if (above.length > 6) return [];
  if (schema.$ref !== undefined) return fieldsIn(referred(schema.$ref, root), root, above);
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const found = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
      [...above, name],
      ...fieldsIn(property, root, [...above, name]),
    ]),
    ...(typeof schema.items === 'object'
      ? [[...above, '0'], ...fieldsIn(schema.items, root, [...above, '0'])]
      : []),
    ...inner.flatMap((branch) => fieldsIn(branch, root, above)),
  ];
  return [...new Map(found.map((path) => [path.join('.'), path])).values()];
}

/** A copy of a value in which one field, lists and objects around it included, holds another value. */
export function withField(value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (step === '0') return [withField(Array.isArray(value) ? value[0] : undefined, rest, put)];
  const held = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...held, [step]: withField((held as Record<string, unknown>)[step], rest, put) };
}

function referred(ref: string, root: JsonSchema): JsonSchema {
  return (ref === '#' ? root : root.$defs?.[ref.replace('#/$defs/', '')]) ?? {};
}

function record(schema: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const named = Object.entries(schema.properties ?? {});
  const model = Object.fromEntries(named.map(([name, property]) => [name, described(property, root)]));
  return fc.record(model, { requiredKeys: schema.required ?? [] });
}

function text({ format, pattern, minLength = 0, maxLength }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date')
    return fc
      .date({ min: new Date('2001-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 40, 40)) });
}
