import type { Done, Outcome } from '@waymark/decisions';
import type { z } from 'zod';
import type { Permission, Relation } from '@waymark/policy';
import type { ActionContext, UploadContext } from './handler-context.ts';
import { strict, type View } from './view.ts';

type Path = `/${string}`;

/** Where a person goes after the form, under the base path. */
export type Redirect = string | { to: string; setCookie: string };

/** What a form that only looks shows at once: what was asked for then stands in no address. */
export type Shown = { template: string; model: object };

/** The response to a program. `location` is a path under the base path. */
export type ApiAnswer = { status: 200 | 201 | 202; body: unknown; location?: string };

type ActionBase<Parts, Params, Body, State, Context> = {
  id: string;
  summary: string;
  /** The form posts to the base path + this; programs to the base path + `apiPath`, or else `/api` + this. */
  path: Path;
  apiPath?: Path;
  permission: Permission;
  params?: z.ZodType<Params>;
  /** Strict, in the JSON shape; a form's fields are brought into it by their names (see bodyFromForm). */
  body: z.ZodType<Body>;
  /** It only looks: it is a POST so that what is asked for stays out of addresses. Programs send no Idempotency-Key. */
  looks?: true;
  /** The person must have seen the current version: If-Match, or the form's hidden field. */
  expects?: 'version';
  /**
   * Its form holds a part of a record: where others changed only the rest of it meanwhile, it is done on what is there
   * now. Without it, whoever comes second is asked again.
   */
  merges?: true;
  /** Whose record it is. Without it, only those whose permission reaches every record may act. */
  relation?: (ctx: Context, parts: Parts) => Relation | Promise<Relation>;
  run(ctx: Context, parts: Parts): Promise<Outcome<State>>;
  /** Words for people, for each refusal that the decision can give. */
  refusals: Record<string, (facts: Readonly<Record<string, unknown>>) => string>;
  /**
   * What to be sure of, in sentences, for a refusal that a person may go past by saying that they are sure: the form comes
   * again with the question (`page.asks`) instead of a fault.
   */
  asks?: Record<string, (facts: Readonly<Record<string, unknown>>) => readonly string[]>;
  then: {
    page: (done: Done<State>, ctx: Context) => Redirect | Shown | Promise<Redirect>;
    /**
     * What was done and what comes next, in a sentence or two, for the page that follows: "Accepted to the Autism team."
     * No name, no number and no free text: it travels in a cookie. Undefined where that page says it by itself.
     */
    says?: (done: Done<State>, ctx: Context, parts: Parts) => string | undefined;
    /** The list that people work through by this action: the page that follows leads to what is next in it. */
    worklist?: View<Parts>;
    /** Without it, it is asked by people at a form alone and has no address for programs. */
    api?: (done: Done<State>, ctx: Context) => ApiAnswer;
  };
  /** Whose records were read, as opaque ids; written to the audit log before the answer is sent. */
  audits?: (done: Done<State>, ctx: Context) => { subjects: string[]; purpose?: string };
  /** What `then.api` answers with, for the interface description. */
  responses?: z.ZodType;
};

export type ActionDefinition<Parts, Params, Body, State> = ActionBase<
  Parts,
  Params,
  Body,
  State,
  ActionContext<Params, Body>
> & {
  /** The page that has the form: it comes again with what was typed and what is wrong. Same params as the action. */
  form?: View<Parts>;
};

export type UploadDefinition<Parts, Params, Body, State> = ActionBase<
  Parts,
  Params,
  Body,
  State,
  UploadContext<Params, Body>
> & { form?: View<Parts>; upload: UploadOf };

/**
 * The field that holds the file, and how large it may be. The file streams to `run`; fields come before it. A program
 * may also send the file alone, as one of `types`, with its name in Content-Disposition, or after `?filename=` where it may
 * stand in an address, and the fields in the query.
 */
export type UploadOf = { field: string; maxBytes: number; types?: readonly string[] };

/** An action whose own types are settled; what remains is which parts it needs. */
export type Action<Parts> = Omit<ActionDefinition<Parts, unknown, unknown, unknown>, 'params' | 'body'> & {
  kind: 'action';
  params: z.ZodType;
  body: z.ZodType;
  upload?: UploadOf;
};

/**
 * Define an action: one definition makes the form's handler, the JSON route and its entry in the interface
 * description. The parts that it needs are the type of `run`'s second parameter.
 */
export function action<Parts, Body, State, Params = unknown>(
  definition: ActionDefinition<Parts, Params, Body, State>,
): Action<Parts> {
  return settle(definition);
}

/** Define an action that takes a file: multipart/form-data by form and by program, or the file alone by program. */
export function uploadAction<Parts, Body, State, Params = unknown>(
  definition: UploadDefinition<Parts, Params, Body, State>,
): Action<Parts> {
  return settle(definition);
}

function settle<Parts>(definition: { params?: z.ZodType; body: z.ZodType }): Action<Parts> {
  const settled = {
    ...definition,
    kind: 'action',
    params: strict(definition.params),
    body: strict(definition.body),
  };
  // Params, Body and State meet only inside the one definition, which is typed; the list of actions need not know.
  return settled as unknown as Action<Parts>;
}
