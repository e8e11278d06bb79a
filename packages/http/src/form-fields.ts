import { dateWritten } from '@waymark/care-types';

/** What a form sends: text by name, several for a name that is repeated. */
export type Typed = Record<string, string | string[]>;

/** As much of JSON Schema as decides what a form's text stands for. */
export type JsonSchema = {
  type?: string | string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
};

const datePart = /^(.+)-(day|month|year)$/;
const deepestName = 8;

/**
 * The body that a form stands for, as the JSON interface would send it. Names are dotted paths; nothing typed is
 * nothing given; three boxes `x-day`, `x-month`, `x-year` are the date `x`, typed into one of them or into all; text becomes a number, true or false,
 * or a list where the schema wants one. Text that cannot is left as it is, for the schema to refuse by name.
 * Names must have passed `unsafeInput`.
 */
export function bodyFromForm(typed: Typed, schema: JsonSchema): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(withDates(typed, schema))) {
    const path = name.split('.').length > deepestName ? [name] : name.split('.');
    const meant = meaningOf(value, schemasAt(schema, path));
    if (meant !== undefined) place(body, path, meant);
  }
  return body;
}

function withDates(typed: Typed, schema: JsonSchema): Typed {
  const dates = new Map<string, { day: string; month: string; year: string }>();
  const rest: Typed = {};
  for (const [name, value] of Object.entries(typed)) {
    const [, stem, part] = datePart.exec(name) ?? [];
    if (stem === undefined || !schemasAt(schema, stem.split('.')).some((s) => s.format === 'date')) {
      rest[name] = value;
      continue;
    }
    const boxes = dates.get(stem) ?? { day: '', month: '', year: '' };
    dates.set(stem, { ...boxes, [part as keyof typeof boxes]: [value].flat().join(' ').trim() });
  }
  for (const [stem, { day, month, year }] of dates) {
    const typed = [day, month, year].filter((box) => box !== '').join(' ');
    rest[stem] = typed === '' ? '' : (dateWritten(typed) ?? typed);
  }
  return rest;
}

/** Every schema that may hold at a path, through unions and references. */
function schemasAt(schema: JsonSchema, path: readonly string[]): JsonSchema[] {
  let level = branches(schema, schema);
  for (const step of path) {
    level = level.flatMap((at) => {
      if (at.properties && Object.hasOwn(at.properties, step)) return branches(at.properties[step], schema);
      if (typeof at.additionalProperties === 'object') return branches(at.additionalProperties, schema);
      return /^\d+$/.test(step) && typeof at.items === 'object' ? branches(at.items, schema) : [];
    });
  }
  return level;
}

function branches(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): JsonSchema[] {
  if (!schema || depth > 10) return [];
  const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? ''];
  const inner = [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(target ? [target] : []),
  ];
  return [schema, ...inner.flatMap((each) => branches(each, root, depth + 1))];
}

function meaningOf(value: string | string[], schemas: readonly JsonSchema[]): unknown {
  const types = new Set(schemas.flatMap((schema) => schema.type ?? []));
  if (types.has('array') && !types.has('string')) {
    const items = schemas.flatMap((schema) =>
      typeof schema.items === 'object' ? branches(schema.items, schema) : [],
    );
    const given = [value].flat().filter((item) => item.trim() !== '');
    return given.length > 0 ? given.map((item) => meaningOf(item, items)) : undefined;
  }
  if (Array.isArray(value)) return value;
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '') return undefined;
  if (schemas.some(({ format }) => format === 'date')) return dateWritten(text) ?? text;
  if (types.has('string')) return text;
  if ((types.has('number') || types.has('integer')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text))
    return Number(text);
  if (types.has('boolean') && /^(true|on|yes)$/.test(text)) return true;
  if (types.has('boolean') && /^(false|no)$/.test(text)) return false;
  return text;
}

function place(body: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = body;
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    const there: unknown = Object.hasOwn(at, step) ? at[step] : undefined;
    if (last || (there !== undefined && !isObject(there))) {
      at[last ? step : path.slice(index).join('.')] = value;
      return;
    }
    const inner = isObject(there) ? there : {};
    at[step] = inner;
    at = inner;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
