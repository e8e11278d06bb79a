import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { allows, policy, reachOf, type Permission, type Reach, type Viewer } from '@waymark/policy';
import type { Request, RequestHandler, Response } from 'express';
import { keepFlowing } from './compressed.ts';
import { viewerOf } from './identity/index.ts';
import { fieldProblem, problemError } from './problems.ts';
import type { ViewContext } from './handler-context.ts';
import type { HttpContext, PageContext } from './http-context.ts';
import type { Typed } from './form-fields.ts';
import { keptMark, pageOf } from './kept-forms.ts';
import { doneAt } from './next-in-list.ts';
import type { ListsLeft } from './remembered-lists.ts';
import { browserOf, mayOf } from './page.ts';
import { parsed, parsedFields, shapeOf, typedOf, type Shape } from './parse.ts';
import { sendPage } from './reply.ts';
import type { View } from './view.ts';
import { requestContextOf } from './request-context.ts';

type Ctx = ViewContext<unknown, unknown>;
type Loaded = { model: object; ctx: Ctx; lists: ListsLeft };

/** A view with its schemas made ready. */
export type ReadyView<Parts> = { view: View<Parts>; query: Shape };

export function readyView<Parts>(view: View<Parts>): ReadyView<Parts> {
  return { view, query: shapeOf(view.query) };
}

/** Answers with the page or the file of a view. */
export function pageOfView<Parts>(http: HttpContext<Parts>, ready: ReadyView<Parts>): RequestHandler {
  const { view } = ready;
  const { page, file, goesTo } = view;
  return async (req, res) => {
    const { [keptMark]: mark, ...asked } = req.query;
    const loaded = await loadView(http, ready, req, res, page && mark !== undefined ? asked : req.query);
    const { model, ctx } = loaded;
    if (goesTo !== undefined) return res.redirect(302, http.basePath + goesTo);
    if (file) return sendFile(res, file.type, file.name(model, ctx), file.body(model, ctx));
    if (!page) throw problemError('not-found');
    if (view.remembered || view.worklist) await remember(http, req, res, ctx.viewer);
    const done = await doneAt(http, req, res, ctx);
    sendPage(http, req, res, {
      template: page.template,
      model,
      page: {
        ...pageOfModel(http, view, req, loaded),
        ...(done && { done }),
        ...(mark !== undefined && (await inTime(ctx.signal, keptAt(http, view, req, ctx.viewer)))),
      },
    });
  };
}

/** Keeps the address of a list, so that this person finds it again as it is now. */
async function remember<Parts>(
  { rememberedLists }: HttpContext<Parts>,
  req: Request,
  res: Response,
  { id }: Viewer,
): Promise<void> {
  const cookie = await rememberedLists.remember(id, req.headers.cookie, req.originalUrl);
  if (cookie !== undefined) res.append('Set-Cookie', cookie);
}

/** What the viewer had typed at this page when their session ended, as its form then shows it. */
async function keptAt<Parts>(
  { basePath, keptForms }: HttpContext<Parts>,
  view: View<Parts>,
  req: Request,
  viewer: Viewer,
): Promise<Partial<PageContext>> {
  const page = pageOf(basePath, view.path, req);
  const kept = await keptForms?.of(viewer.id, page);
  if (!kept) return {};
  const { typed, version, seen } = kept;
  return {
    typed,
    ...(version !== undefined && seen !== undefined && { version, seen }),
    kept: { without: page },
  };
}

/** Answers with the JSON of a view. */
export function jsonOfView<Parts>(http: HttpContext<Parts>, ready: ReadyView<Parts>): RequestHandler {
  const { view } = ready;
  return async (req, res) => {
    const loaded = await loadView(http, ready, req, res, req.query);
    const { api } = view;
    if (!api) throw problemError('not-found');
    const version = view.version?.(loaded.model);
    if (version !== undefined) res.set('ETag', `"${version}"`);
    const next = nextOf(http, view, req, loaded);
    if (next !== undefined) res.set('Link', `<${next}>; rel="next"`);
    res.json(api.body.parse(api.of(loaded.model, loaded.ctx)));
  };
}

/**
 * Loads what a view shows: parse, authorise, load, check whose it is, record the read. Throws the problem of
 * whatever is not right.
 */
export async function loadView<Parts>(
  http: HttpContext<Parts>,
  { view, query }: ReadyView<Parts>,
  req: Request,
  res: Response,
  asked: unknown,
): Promise<Loaded> {
  const viewer = viewerOf(res);
  const reach = reachFor(viewer, view.permission);
  const { log, traceId, signal } = requestContextOf(res);
  const params = parsed('path', { ...req.params }, view.params);
  const fields = parsedFields('query', typedOf(asked), query) as Record<string, unknown>;
  const { after, limit, ...rest } = view.paged ? fields : { ...fields, after: undefined, limit: undefined };
  const ctx: Ctx = {
    params,
    query: view.paged ? rest : fields,
    after: placeOf(http, view, rest, after),
    limit: typeof limit === 'number' ? limit : 50,
    viewer,
    reach,
    may: mayOf(viewer),
    basePath: http.basePath,
    clock: http.clock,
    log,
    traceId,
    browser: browserOf(req),
    signal,
  };
  const model = await inTime(signal, view.load(ctx, http.parts));
  if (model === undefined) throw problemError('not-found');
  const audited = view.audits?.(model, ctx);
  const allowed = allows(policy, viewer, view.permission, view.relation?.(model, ctx));
  if (audited) {
    const entry = { actor: viewer.id, action: view.id, outcome: allowed ? 'shown' : 'denied', traceId };
    await inTime(signal, http.audit.record({ ...entry, ...audited }));
  }
  if (!allowed) throw deniedTo(viewer);
  return { model, ctx, lists: await http.rememberedLists.of(viewer.id, req.headers.cookie) };
}

/** The context of the page that shows a model: its version, and the ways through a list. */
export function pageOfModel<Parts>(
  http: HttpContext<Parts>,
  view: View<Parts>,
  req: Request,
  loaded: Loaded,
): Partial<PageContext> {
  const version = view.version?.(loaded.model);
  const next = nextOf(http, view, req, loaded);
  const typed = view.typed?.(loaded.model);
  return {
    ...(version === undefined ? {} : { version }),
    ...(typed === undefined ? {} : { typed }),
    lists: loaded.lists,
    ...(next === undefined ? {} : { next }),
    ...(loaded.ctx.after === undefined ? {} : { first: addressWithout(req, ['after']) }),
  };
}

/** How far the permission reaches. Throws the problem when it does not reach at all. */
export function reachFor(viewer: Viewer, permission: Permission): Reach {
  const reach = reachOf(policy, viewer, permission);
  if (reach === undefined) throw deniedTo(viewer);
  return reach;
}

/** What to say to someone who may not: sign in, when they have not. */
export function deniedTo(viewer: Viewer) {
  if (!viewer.roles.includes('anonymous')) return problemError('not-allowed');
  return problemError('not-signed-in', { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** The result, unless the time for an answer is over first. */
export function inTime<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const over = () => reject(problemError('unavailable', { headers: { 'Retry-After': '5' } }));
    if (signal.aborted) return over();
    signal.addEventListener('abort', over, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', over));
  });
}

function placeOf<Parts>(
  http: HttpContext<Parts>,
  view: View<Parts>,
  query: object,
  after: unknown,
): unknown[] | undefined {
  if (typeof after !== 'string') return undefined;
  const place = http.cursors.open(listName(view, query), after);
  if (place) return place;
  throw problemError('invalid-query', {
    errors: [fieldProblem('query', ['after'], 'Use the address of the next page as it was given')],
  });
}

function nextOf<Parts>(
  http: HttpContext<Parts>,
  view: View<Parts>,
  req: Request,
  { model, ctx }: Loaded,
): string | undefined {
  const place = view.next?.(model);
  if (!place) return undefined;
  const mark = http.cursors.seal(listName(view, ctx.query as object), place);
  const address = addressWithout(req, ['after']);
  return `${address}${address.includes('?') ? '&' : '?'}after=${mark}`;
}

/** The list that a cursor belongs to: the view, and what was asked of it. */
function listName<Parts>(view: View<Parts>, query: object): string {
  return JSON.stringify([view.id, Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function addressWithout(req: Request, names: readonly string[]): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(req.query as Typed)) {
    if (!names.includes(name)) for (const each of [value].flat()) query.append(name, each);
  }
  const path = req.baseUrl + req.path;
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

async function sendFile(res: Response, type: string, name: string, body: string | AsyncIterable<string>) {
  res.type(type).attachment(name);
  if (typeof body === 'string') return void res.send(body);
  keepFlowing(res);
  await pipeline(Readable.from(body), res);
}
