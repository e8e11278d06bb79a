import { randomUUID } from 'node:crypto';
import { londonDateOf } from '@waymark/care-types';
import { canonicalJson, type CommandMeta, type Done, type Outcome } from '@waymark/decisions';
import { allows, policy, reachOf, type Viewer } from '@waymark/policy';
import type { Request, RequestHandler, Response } from 'express';
import { viewerOf } from './identity/index.ts';
import { fieldProblem, ProblemError, problemError, refusal } from './problems.ts';
import { currentTraceparent } from './traceparent.ts';
import type { Action, Redirect } from './action.ts';
import { receive, type Received } from './body.ts';
import type { UploadContext, ActionContext } from './handler-context.ts';
import { withChoices } from './changed-meanwhile.ts';
import { changedIn, showChanged, showFormAgain, type SentForm } from './form-again.ts';
import type { HttpContext } from './http-context.ts';
import { deniedTo, inTime, reachFor, readyView, type ReadyView } from './handle-view.ts';
import { keptMark, pageOf } from './kept-forms.ts';
import { browserOf, mayOf } from './page.ts';
import {
  expectedVersionOf,
  idempotencyKeyOf,
  parsed,
  parsedFields,
  shapeOf,
  typedOf,
  type Shape,
} from './parse.ts';
import { sendPage } from './reply.ts';
import { requestContextOf, type RequestContext } from './request-context.ts';
import type { View } from './view.ts';

type Ctx = ActionContext<unknown, unknown> | UploadContext<unknown, unknown>;

/** An action with its schemas made ready. */
export type ReadyAction<Parts> = { action: Action<Parts>; body: Shape; form: ReadyView<Parts> | undefined };

export function readyAction<Parts>(action: Action<Parts>): ReadyAction<Parts> {
  return { action, body: shapeOf(action.body), form: action.form && readyView(action.form) };
}

/** Takes a form: on success the browser is sent on, else the form comes again with what was typed and what is wrong. */
export function formOfAction<Parts>(http: HttpContext<Parts>, ready: ReadyAction<Parts>): RequestHandler {
  const { action } = ready;
  return async (req, res) => {
    await inTime(requestContextOf(res).signal, keepIfSignedOut(http, ready, req, res));
    reachFor(viewerOf(res), action.permission);
    const received = action.upload && (await receive(req, action.upload));
    const { _key, _version, _seen, _kept, _again, ...fields } = received?.typed ?? typedOf(req.body);
    const { typed, unsaid } = withChoices(fields);
    const expected = versionOfForm(_version);
    const sent: SentForm = { typed, unsaid, expected, seen: typeof _seen === 'string' ? _seen : undefined };
    try {
      // Asked whether they are sure, a person goes back to the form, with what they had typed.
      if (_again !== undefined && ready.form?.view.page) {
        await showFormAgain(http, ready.form, req, res, undefined, sent);
        return;
      }
      if (unsaid.length > 0 && ready.form?.view.page) {
        const changed = await changedIn(http, ready.form, req, res, sent);
        showChanged(http, req, res, { version: expected }, sent, changed);
        return;
      }
      const body = parsedFields('body', typed, ready.body);
      const ctx = contextOf(http, action, req, res, { body, key: keyOfForm(_key), expected, file: received });
      let outcome = await attempt(http, action, ctx);
      if (outcome.kind === 'stale' && ready.form?.view.page) {
        const changed = await changedIn(http, ready.form, req, res, sent);
        const concerned = changed.changes.theirs.length + changed.changes.both.length > 0;
        if (!action.merges || concerned || changed.seen === undefined) {
          showChanged(http, req, res, outcome, sent, changed);
          return;
        }
        outcome = await attempt(http, action, {
          ...ctx,
          command: { ...ctx.command, expected: outcome.version },
        });
      }
      const done = doneOr(action, outcome, requestContextOf(res));
      if (_kept !== undefined && ready.form)
        await inTime(ctx.signal, forget(http, ready.form.view, req, ctx.viewer));
      await recordAudit(http, action, done, ctx);
      const shown = await action.then.page(done, ctx);
      if (typeof shown === 'object' && 'template' in shown) {
        sendPage(http, req, res, { ...shown, page: { current: http.basePath + action.path, typed } });
        return;
      }
      const { to, setCookie } = asRedirect(shown);
      if (setCookie !== undefined) res.append('Set-Cookie', setCookie);
      await confirm(http, action, done, ctx, { to, res });
      res.redirect(303, http.basePath + to);
    } catch (error) {
      if (!(error instanceof ProblemError) || !ready.form || !fixable.has(error.status)) throw error;
      await showFormAgain(http, ready.form, req, res, error, sent);
    } finally {
      received?.drain();
    }
  };
}

/** Lets the page that comes next say what was done. */
async function confirm<Parts>(
  { basePath, confirmations, parts }: HttpContext<Parts>,
  { id: action, then }: Action<Parts>,
  done: Done<unknown>,
  ctx: Ctx,
  { to, res }: { to: string; res: Response },
): Promise<void> {
  const says = then.says?.(done, ctx, parts);
  if (says === undefined) return;
  const page = basePath + (to.split(/[?#]/, 1)[0] ?? to);
  const about = { person: ctx.viewer.id, page, action, id: done.id, says };
  res.append('Set-Cookie', await confirmations.cookie(about));
}

/**
 * Keeps what somebody typed whose session ended meanwhile, and asks them to sign in again: the form then has it. Does
 * nothing for who is signed in, and for who never was.
 */
async function keepIfSignedOut<Parts>(
  { basePath, keptForms, personBefore }: HttpContext<Parts>,
  { action, form }: ReadyAction<Parts>,
  req: Request,
  res: Response,
): Promise<void> {
  const viewer = viewerOf(res);
  const isOut =
    viewer.roles.includes('anonymous') && reachOf(policy, viewer, action.permission) === undefined;
  if (!isOut || !keptForms || !form?.view.page || action.upload) return;
  const person = await personBefore(req.headers.cookie);
  if (person === undefined) return;
  const { _key, _version, _seen, _kept, _again, ...typed } = typedOf(req.body);
  const page = pageOf(basePath, form.view.path, req);
  const seen = typeof _seen === 'string' ? _seen : undefined;
  await keptForms.keep(person, page, { typed, version: versionOfForm(_version), seen });
  throw problemError('session-over', {
    headers: { 'WWW-Authenticate': 'Bearer' },
    goOn: `${page}?${keptMark}=1`,
  });
}

/** What was kept is saved now. */
async function forget<Parts>(
  { basePath, keptForms }: HttpContext<Parts>,
  form: View<Parts>,
  req: Request,
  viewer: Viewer,
): Promise<void> {
  await keptForms?.remove(viewer.id, pageOf(basePath, form.path, req));
}

/** Takes JSON from a program. */
export function apiOfAction<Parts>(http: HttpContext<Parts>, ready: ReadyAction<Parts>): RequestHandler {
  const { action } = ready;
  const { api } = action.then;
  return async (req, res) => {
    if (!api) throw problemError('not-found');
    reachFor(viewerOf(res), action.permission);
    const key = action.looks ? randomUUID() : idempotencyKeyOf(req.headers);
    const expected = expectedVersionOf(req.headers);
    const received = action.upload && (await receive(req, action.upload));
    try {
      const sent: unknown = req.body;
      const body = received
        ? parsedFields('body', received.typed, ready.body)
        : parsed('body', sent ?? {}, action.body);
      const ctx = contextOf(http, action, req, res, { body, key, expected, file: received });
      const outcome = await attempt(http, action, ctx);
      if (outcome.kind === 'stale') res.set('ETag', `"${outcome.version}"`);
      const done = doneOr(action, outcome, requestContextOf(res));
      await recordAudit(http, action, done, ctx);
      const answer = api(done, ctx);
      res.status(answer.status);
      if (done.version !== undefined) res.set('ETag', `"${done.version}"`);
      if (answer.location !== undefined) res.set('Location', http.basePath + answer.location);
      if (done.repeated) res.set('Idempotent-Replayed', 'true');
      res.json(action.responses ? action.responses.parse(answer.body) : answer.body);
    } finally {
      received?.drain();
    }
  };
}

async function recordAudit<Parts>(
  http: HttpContext<Parts>,
  action: Action<Parts>,
  done: Done<unknown>,
  ctx: Ctx,
): Promise<void> {
  const audited = action.audits?.(done, ctx);
  if (!audited) return;
  const { viewer, traceId, signal } = ctx;
  const entry = { actor: viewer.id, action: action.id, outcome: 'done', traceId };
  await inTime(signal, http.audit.record({ ...entry, ...audited }));
}

/** Statuses of problems that a person can put right on the form itself. */
const fixable = new Set([409, 412, 422]);

type Sent = { body: unknown; key: string; expected: number | undefined; file: Received | undefined };

function contextOf<Parts>(
  http: HttpContext<Parts>,
  action: Action<Parts>,
  req: Request,
  res: Response,
  sent: Sent,
): Ctx {
  const viewer = viewerOf(res);
  const { log, traceId, signal } = requestContextOf(res);
  const params = parsed('path', { ...req.params }, action.params);
  if (action.expects === 'version' && sent.expected === undefined) throw problemError('version-needed');
  const ctx: ActionContext<unknown, unknown> = {
    params,
    body: sent.body,
    command: commandOf(http, action.id, viewer, params, sent),
    viewer,
    reach: reachFor(viewer, action.permission),
    may: mayOf(viewer),
    basePath: http.basePath,
    clock: http.clock,
    log,
    traceId,
    browser: browserOf(req),
    signal,
  };
  if (!action.upload) return ctx;
  const file = sent.file?.file;
  if (file) return { ...ctx, file };
  throw problemError('invalid-body', {
    errors: [fieldProblem('body', [action.upload.field], 'Choose a file')],
  });
}

function commandOf<Parts>(
  http: HttpContext<Parts>,
  command: string,
  viewer: Viewer,
  params: unknown,
  sent: Sent,
): CommandMeta {
  const instant = http.clock.now();
  const traceparent = currentTraceparent();
  return {
    by: {
      id: viewer.id,
      roles: viewer.roles,
      ...(viewer.organisation === undefined ? {} : { organisation: viewer.organisation }),
    },
    at: { instant: instant.toString(), date: londonDateOf(instant) },
    name: command,
    key: http.hash(`${viewer.id}\n${sent.key}`),
    bodyHash: http.hash(canonicalJson([command, params, sent.body])),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(sent.expected === undefined ? {} : { expected: sent.expected }),
  };
}

async function attempt<Parts>(
  http: HttpContext<Parts>,
  action: Action<Parts>,
  ctx: Ctx,
): Promise<Outcome<unknown>> {
  const relation = await inTime(ctx.signal, Promise.resolve(action.relation?.(ctx, http.parts)));
  if (!allows(policy, ctx.viewer, action.permission, relation)) throw deniedTo(ctx.viewer);
  return inTime(ctx.signal, action.run(ctx, http.parts));
}

function doneOr<Parts>(
  action: Action<Parts>,
  outcome: Outcome<unknown>,
  { log }: RequestContext,
): Done<unknown> {
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'refused': {
      const words = Object.hasOwn(action.refusals, outcome.code) ? action.refusals[outcome.code] : undefined;
      if (!words) log.error({ action: action.id, refusal: outcome.code }, 'A refusal has no words');
      throw refusal(
        outcome.code,
        words?.(outcome.facts) ?? 'The rules do not allow this now.',
        action.asks?.[outcome.code]?.(outcome.facts),
      );
    }
    case 'missing':
      throw problemError('not-found');
    case 'exists':
      throw problemError('already-exists');
    case 'stale':
      throw problemError('stale', outcome.says === undefined ? {} : { detail: outcome.says });
    case 'key-reused':
      throw problemError('key-reused');
  }
}

function keyOfForm(key: string | string[] | undefined): string {
  return typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key) ? key : randomUUID();
}

function versionOfForm(version: string | string[] | undefined): number | undefined {
  return typeof version === 'string' && /^\d{1,15}$/.test(version) ? Number(version) : undefined;
}

function asRedirect(redirect: Redirect): { to: string; setCookie?: string } {
  return typeof redirect === 'string' ? { to: redirect } : redirect;
}
