type Schema = {
  examples?: readonly unknown[];
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  type?: string | readonly string[];
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  minLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
};

const byFormat: Readonly<Record<string, string>> = {
  date: '2026-03-02',
  'date-time': '2026-03-02T09:30:00Z',
  email: 'synthetic@example.org',
  uri: 'https://example.org/',
};

/**
 * A value that a JSON Schema allows, for people who read the description of an interface: what the schema gives as its
 * example, or else the plainest of its kind. Of what may be left out, only that is shown which has an example itself.
 */
export function exampleOf(schema: Schema): unknown {
  if (schema.examples && schema.examples.length > 0) return schema.examples[0];
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options?.[0]) return exampleOf(options[0]);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part) as object)) as unknown;
  return plainest(schema);
}

function plainest(schema: Schema): unknown {
  switch (typeof schema.type === 'object' ? schema.type[0] : schema.type) {
    case 'object':
      return exampleOfObject(schema);
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => exampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return schema.default ?? false;
    case 'null':
      return null;
    case 'string':
      return schema.default ?? byFormat[schema.format ?? ''] ?? 'synthetic';
    default:
      return schema.default ?? {};
  }
}

function exampleOfObject({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  const shown = Object.entries(properties).filter(
    ([name, schema]) => required.includes(name) || exampled(schema),
  );
  return Object.fromEntries(shown.map(([name, schema]) => [name, exampleOf(schema)]));
}

function exampled(schema: Schema): boolean {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  return schema.examples !== undefined || parts.some(exampled);
}
