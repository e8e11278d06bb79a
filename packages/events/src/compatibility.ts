import type { JsonSchema } from './json-schema.ts';

/** A change that breaks a reader of the same major version, or of messages already sent. */
export type BreakingChange = { field: string; why: string };

/**
 * What breaks between the accepted schema of an event and the current one. Within a major version a field may be
 * added if it may be absent, and a code or a kind of fact may be added to a list; readers are deployed first. All else
 * that a reader could notice is a new major version: a field removed, narrowed, of another type, now possibly absent
 * or null, or now demanded although messages in the topic lack it.
 */
export function breakingChanges(accepted: JsonSchema, current: JsonSchema): BreakingChange[] {
  return [
    ...changed(accepted, current, 'x-topic', 'the event', 'it would travel on another topic'),
    ...changed(
      accepted,
      current,
      'x-key',
      'the event',
      'it would have another key, so its order would change',
    ),
    ...compare(accepted, current, ''),
  ];
}

function compare(before: JsonSchema, now: JsonSchema, at: string): BreakingChange[] {
  const [old, fresh] = [unwrap(before), unwrap(now)];
  if (!old.nullable && fresh.nullable) return [{ field: named(at), why: 'may now be null' }];
  if (old.nullable && !fresh.nullable) {
    return [
      { field: named(at), why: 'narrowed: null is no longer allowed, but messages in the topic have it' },
    ];
  }
  if (old.variants.length === 1 && fresh.variants.length === 1) {
    return compareOne(old.variants[0] ?? {}, fresh.variants[0] ?? {}, at);
  }
  return compareVariants(old.variants, fresh.variants, at);
}

/** Each kind of thing is known by the constants that it must carry. */
function compareVariants(before: JsonSchema[], now: JsonSchema[], at: string): BreakingChange[] {
  return before.flatMap((variant, index) => {
    const kind = kindOf(variant);
    const match = kind === '' ? now[index] : now.find((candidate) => kindOf(candidate) === kind);
    const place = kind === '' ? at : `${at}(${kind})`;
    return match === undefined
      ? [{ field: named(place), why: 'removed: this kind is no longer allowed' }]
      : compareOne(variant, match, place);
  });
}

function compareOne(before: JsonSchema, now: JsonSchema, at: string): BreakingChange[] {
  if (before.type !== now.type) {
    return [{ field: named(at), why: `changes type from ${before.type ?? 'any'} to ${now.type ?? 'any'}` }];
  }
  return [
    ...compareValues(before, now, at),
    ...changed(before, now, 'pattern', named(at), 'its pattern changes'),
    ...changed(before, now, 'format', named(at), 'its format changes'),
    ...compareBounds(before, now, at),
    ...compareProperties(before, now, at),
    ...compareInner(before.items, now.items, `${at}[]`),
    ...compareInner(before.propertyNames, now.propertyNames, `${at}{name}`),
    ...compareInner(schemaIn(before.additionalProperties), schemaIn(now.additionalProperties), `${at}{}`),
  ];
}

function compareValues(before: JsonSchema, now: JsonSchema, at: string): BreakingChange[] {
  const [old, fresh] = [valuesOf(before), valuesOf(now)];
  if (old === undefined && fresh === undefined) return [];
  if (fresh === undefined) return [{ field: named(at), why: 'was a closed list and is open now' }];
  if (old === undefined) return [{ field: named(at), why: 'narrowed: it was open and is a closed list now' }];
  const gone = old.filter((value) => !fresh.includes(value));
  return gone.length === 0
    ? []
    : [
        {
          field: named(at),
          why: `narrowed: ${gone.map((value) => JSON.stringify(value)).join(', ')} removed from its list`,
        },
      ];
}

const lowerBounds = ['minimum', 'minLength', 'minItems'] as const;
const upperBounds = ['maximum', 'maxLength', 'maxItems'] as const;

function compareBounds(before: JsonSchema, now: JsonSchema, at: string): BreakingChange[] {
  const narrowed = [
    ...lowerBounds.filter((bound) => (now[bound] ?? -Infinity) > (before[bound] ?? -Infinity)),
    ...upperBounds.filter((bound) => (now[bound] ?? Infinity) < (before[bound] ?? Infinity)),
  ];
  return narrowed.map((bound) => ({
    field: named(at),
    why: `narrowed: ${bound} goes from ${before[bound] ?? 'none'} to ${now[bound] ?? 'none'}`,
  }));
}

function compareProperties(before: JsonSchema, now: JsonSchema, at: string): BreakingChange[] {
  const [old, fresh] = [before.properties ?? {}, now.properties ?? {}];
  const kept = Object.entries(old).flatMap(([name, schema]): BreakingChange[] => {
    const field = at === '' ? name : `${at}.${name}`;
    const current = Object.hasOwn(fresh, name) ? fresh[name] : undefined;
    if (current === undefined) return [{ field, why: 'removed' }];
    const [must, mustNow] = [before.required?.includes(name), now.required?.includes(name)];
    if (must && !mustNow) return [{ field, why: 'was always there and may now be absent' }];
    if (!must && mustNow)
      return [{ field, why: 'narrowed: demanded now, but messages in the topic may lack it' }];
    return compare(schema, current, field);
  });
  const demanded = (now.required ?? []).filter((name) => !Object.hasOwn(old, name));
  return [
    ...kept,
    ...demanded.map((name) => ({
      field: at === '' ? name : `${at}.${name}`,
      why: 'added as demanded, but messages in the topic lack it: let it be absent',
    })),
  ];
}

function compareInner(
  before: JsonSchema | undefined,
  now: JsonSchema | undefined,
  at: string,
): BreakingChange[] {
  if (before === undefined && now === undefined) return [];
  if (before === undefined) return [{ field: named(at), why: 'narrowed: it was open and is bound now' }];
  if (now === undefined) return [{ field: named(at), why: 'was bound and is open now' }];
  return compare(before, now, at);
}

function changed(
  before: JsonSchema,
  now: JsonSchema,
  what: 'pattern' | 'format' | 'x-topic' | 'x-key',
  field: string,
  why: string,
): BreakingChange[] {
  return before[what] === now[what] ? [] : [{ field, why }];
}

function unwrap(schema: JsonSchema): { nullable: boolean; variants: JsonSchema[] } {
  const all = schema.anyOf ?? schema.oneOf ?? [schema];
  const inner = all.flatMap((variant) =>
    variant.anyOf === undefined && variant.oneOf === undefined
      ? [{ nullable: variant.type === 'null', variants: variant.type === 'null' ? [] : [variant] }]
      : [unwrap(variant)],
  );
  return {
    nullable: inner.some(({ nullable }) => nullable),
    variants: inner.flatMap(({ variants }) => variants),
  };
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

function kindOf(variant: JsonSchema): string {
  if (variant.const !== undefined) return JSON.stringify(variant.const);
  return Object.entries(variant.properties ?? {})
    .filter(([name, property]) => property.const !== undefined && variant.required?.includes(name))
    .map(([name, property]) => `${name}=${JSON.stringify(property.const)}`)
    .join(',');
}

function schemaIn(additional: JsonSchema | boolean | undefined): JsonSchema | undefined {
  return typeof additional === 'object' ? additional : undefined;
}

function named(at: string): string {
  return at === '' ? 'the event' : at;
}
