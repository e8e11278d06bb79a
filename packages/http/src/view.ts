import { z } from 'zod';
import type { Permission, Relation } from '@waymark/policy';
import type { ViewContext } from './handler-context.ts';
import type { Typed } from './form-fields.ts';

type Path = `/${string}`;

/**
 * What a list has next, or what to do when it is empty: a sentence ("Next in triage:"), and the words and the address of
 * the link after it. `subjects` are those whose names the words hold, for the audit log.
 */
export type NextInList = { says: string; text: string; href: string; subjects?: readonly string[] };

/** Something to look at: a page, JSON, a file, or several of them from one load. */
export type ViewDefinition<Parts, Params, Query, Model> = {
  id: string;
  summary: string;
  /** Under the base path of the service, in Express's notation. */
  path: Path;
  permission: Permission;
  params?: z.ZodType<Params>;
  /** Strict: a key that it does not name is refused. */
  query?: z.ZodType<Query>;
  /** A list in pages: the query also takes `after` and `limit`. */
  paged?: true;
  /** The model, or undefined when there is no such thing. */
  load(ctx: ViewContext<Params, Query>, parts: Parts): Promise<Model | undefined>;
  /** Whose record it is. Without it, only those whose permission reaches every record may look. */
  relation?: (model: Model, ctx: ViewContext<Params, Query>) => Relation;
  page?: { template: string };
  /** It has nothing of its own to show: the browser is sent to this path under the base path. */
  goesTo?: Path;
  file?: {
    type: string;
    name: (model: Model, ctx: ViewContext<Params, Query>) => string;
    body: (model: Model, ctx: ViewContext<Params, Query>) => string | AsyncIterable<string>;
  };
  /** JSON at `/api` + path, unless it has a path of its own. */
  api?: { path?: Path; body: z.ZodType; of: (model: Model, ctx: ViewContext<Params, Query>) => unknown };
  /** The version of the record shown: ETag, and the hidden field of its forms. */
  version?: (model: Model) => number | undefined;
  /** What its form already holds, by the names of the fields; undefined where nothing was kept of it yet. */
  typed?: (model: Model) => Typed | undefined;
  /** A list that people come back to: each finds it as they filtered it last (`page.lists`, by the path of the list). */
  remembered?: true;
  /**
   * A list that people work through: what is next in it, as the viewer filtered it last, after the record with the id `after`
   * was dealt with. It is remembered.
   */
  worklist?: (
    ctx: ViewContext<Params, Query>,
    parts: Parts,
    after: string,
  ) => Promise<NextInList | undefined>;
  /** Where the next page of a list begins. */
  next?: (model: Model) => unknown[] | undefined;
  /** Whose records were read, as opaque ids, where any were; written to the audit log before the answer is sent. */
  audits?: (
    model: Model,
    ctx: ViewContext<Params, Query>,
  ) => { subjects: string[]; purpose?: string } | undefined;
};

/** A view whose own types are settled; what remains is which parts it needs. */
export type View<Parts> = Omit<ViewDefinition<Parts, unknown, unknown, object>, 'params' | 'query'> & {
  kind: 'view';
  params: z.ZodType;
  query: z.ZodType;
};

/**
 * Define a view. Write `load` before what uses the model, so that its type is known there; the parts that it
 * needs are the type of `load`'s second parameter.
 */
export function view<Parts, Params = unknown, Query = unknown, Model extends object = object>(
  definition: ViewDefinition<Parts, Params, Query, Model>,
): View<Parts> {
  const { params, query, ...rest } = definition;
  const settled = {
    ...rest,
    kind: 'view',
    params: strict(params),
    query: withPages(strict(query), rest.paged),
  };
  // Params, Query and Model meet only inside this one definition, which is typed; the list of views need not know.
  return settled as unknown as View<Parts>;
}

/** The schema as a strict one: an object refuses keys that it does not name; no schema takes nothing. */
export function strict(schema: z.ZodType | undefined): z.ZodType {
  if (schema === undefined) return z.strictObject({});
  if (!(schema instanceof z.ZodObject) || schema.def.catchall instanceof z.ZodNever) return schema;
  return schema.strict();
}

const pages = {
  after: z.string().max(500).optional(),
  limit: z.coerce
    .number({ error: 'This must be a whole number from 1 to 100' })
    .int()
    .min(1)
    .max(100)
    .optional(),
};

function withPages(query: z.ZodType, paged: true | undefined): z.ZodType {
  if (!paged) return query;
  if (!(query instanceof z.ZodObject)) throw new Error('The query of a view in pages must be an object');
  return query.extend(pages).strict();
}
