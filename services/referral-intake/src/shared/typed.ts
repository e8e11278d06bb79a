import type { Typed } from '@waymark/http';

/** A body as the fields of a form hold it: text by dotted name. */
export function typedOf(body: unknown, name = ''): Typed {
  if (body === undefined || body === null) return {};
  if (Array.isArray(body)) return { [name]: body.map(String) };
  if (typeof body === 'string') return { [name]: body };
  if (typeof body !== 'object') return { [name]: JSON.stringify(body) };
  return Object.assign(
    {},
    ...Object.entries(body).map(([key, inner]) => typedOf(inner, name === '' ? key : `${name}.${key}`)),
  ) as Typed;
}
