import { randomUUID } from 'node:crypto';
import { londonDateOf, notADate } from '@waymark/care-types';
import { canonicalJson, type CommandMeta, type Done, type Happened, type Outcome } from '@waymark/decisions';
import { allows, policy, reachOf, type Viewer } from '@waymark/policy';
import type { Request, RequestHandler, Response } from 'express';
import { viewerOf } from './identity/index.ts';
import {
  fieldProblem,
  ProblemError,
  problemError,
  problemKinds,
  refusal,
  type FieldProblem,
} from './problems.ts';
import { currentTraceparent } from './traceparent.ts';
import type { Action, Redirect } from './action.ts';
import { receive, type Received } from './body.ts';
import type { UploadContext, ActionContext } from './handler-context.ts';
import {
  changesIn,
  mergedTyped,
  readSeen,
  seenAfter,
  withChoices,
  type SeenField,
} from './changed-meanwhile.ts';
import type { HttpContext, PageContext } from './http-context.ts';
import type { Typed } from './form-fields.ts';
import {
  deniedTo,
  inTime,
  loadView,
  pageOfModel,
  reachFor,
  readyView,
  type ReadyView,
} from './handle-view.ts';
import { keptMark, pageOf } from './kept-forms.ts';
import { browserOf, mayOf, pageContext } from './page.ts';
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
    await keepIfSignedOut(http, ready, req, res);
    reachFor(viewerOf(res), action.permission);
    const received = action.upload && (await receive(req, action.upload));
    const { _key, _version, _seen, _kept, ...fields } = received?.typed ?? typedOf(req.body);
    const { typed, unsaid } = withChoices(fields);
    const expected = versionOfForm(_version);
    const sent: SentForm = { typed, unsaid, expected, seen: typeof _seen === 'string' ? _seen : undefined };
    try {
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
        await http.keptForms?.remove(viewerOf(res).id, pageOf(http.basePath, ready.form.view.path, req));
      await recordAudit(http, action, done, ctx);
      const shown = await action.then.page(done, ctx);
      if (typeof shown === 'object' && 'template' in shown) {
        sendPage(http, req, res, { ...shown, page: { current: http.basePath + action.path, typed } });
        return;
      }
      const { to, setCookie } = asRedirect(shown);
      if (setCookie !== undefined) res.append('Set-Cookie', setCookie);
      res.redirect(303, http.basePath + to);
    } catch (error) {
      if (!(error instanceof ProblemError) || !ready.form || !fixable.has(error.status)) throw error;
      await showFormAgain(http, ready.form, req, res, error, sent);
    } finally {
      received?.drain();
    }
  };
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
  const { _key, _version, _seen, _kept, ...typed } = typedOf(req.body);
  const page = pageOf(basePath, form.view.path, req);
  const seen = typeof _seen === 'string' ? _seen : undefined;
  await keptForms.keep(person, page, { typed, version: versionOfForm(_version), seen });
  throw problemError('session-over', {
    headers: { 'WWW-Authenticate': 'Bearer' },
    goOn: `${page}?${keptMark}=1`,
  });
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
  const { viewer, traceId } = ctx;
  await http.audit.record({ actor: viewer.id, action: action.id, outcome: 'done', traceId, ...audited });
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
  const relation = await action.relation?.(ctx, http.parts);
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
      throw refusal(outcome.code, words?.(outcome.facts) ?? 'The rules do not allow this now.');
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

/** What a form sent, and what its page carried along. */
type SentForm = {
  typed: Typed;
  unsaid: readonly string[];
  expected: number | undefined;
  seen: string | undefined;
};

/**
 * Somebody else was first: the form comes again with what they changed, field by field, beside what this person typed.
 * Only what this person changed is still theirs to send; where both changed a field, they are asked which is right.
 */
function showChanged<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  stale: { version: number | undefined; since?: readonly Happened[]; says?: string },
  { typed, unsaid }: SentForm,
  { form, page, loaded, shown, fields, seen, changes }: ChangedForm<Parts>,
): void {
  const changed = { action: req.originalUrl, since: stale.since ?? [], ...changes };
  const asked = changes.both.filter(({ field }) => unsaid.includes(field.name));
  const errors =
    asked.length > 0
      ? asked.map(({ field }) => ({
          field: `_choose.${field.name}`,
          message: `Choose which is right: ${field.label}`,
        }))
      : [{ field: '', message: stale.says ?? problemKinds.stale.detail }];
  res.status(412);
  sendPage(http, req, res, {
    template: page.template,
    model: loaded.model,
    page: {
      ...shown,
      ...(stale.version !== undefined && { version: stale.version }),
      seen: seenAfter(fields, changes, seen),
      current: http.basePath + form.view.path,
      errors,
      typed: mergedTyped(fields, changes, typed),
      changed,
    },
  });
}

/** A form whose record was changed since it was opened: as it would be shown now, and what was changed by whom. */
async function changedIn<Parts>(
  http: HttpContext<Parts>,
  form: ReadyView<Parts>,
  req: Request,
  res: Response,
  { typed, seen: sentSeen }: SentForm,
) {
  const { page } = form.view;
  if (!page) throw problemError('stale');
  const loaded = await loadView(http, form, req, res, {});
  const shown = pageOfModel(http, form.view, req, loaded);
  const fields = fieldsOf(http, req, res, page.template, loaded.model, shown);
  const seen = readSeen(sentSeen);
  return { form, page, loaded, shown, fields, seen, changes: changesIn(fields, seen, typed) };
}

type ChangedForm<Parts> = Awaited<ReturnType<typeof changedIn<Parts>>>;

/** The fields of a page with what the record holds of them now. */
function fieldsOf<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  template: string,
  model: object,
  shown: Partial<PageContext>,
): SeenField[] {
  const fields = new Map<string, SeenField>();
  const record = (field: SeenField) => void fields.set(field.name, field);
  http.render(template, model, pageContext(http, req, res, { ...shown, record }));
  return [...fields.values()];
}

async function showFormAgain<Parts>(
  http: HttpContext<Parts>,
  form: ReadyView<Parts>,
  req: Request,
  res: Response,
  problem: ProblemError,
  { typed, expected, seen }: SentForm,
): Promise<void> {
  const { page } = form.view;
  const loaded = page && (await loadView(http, form, req, res, {}));
  if (!page || !loaded) throw problem;
  const errors =
    problem.errors.length > 0
      ? problem.errors.map((error) => ({ field: error.field, message: messageOf(error, typed) }))
      : [{ field: '', message: problem.detail }];
  res.status(problem.status);
  sendPage(http, req, res, {
    template: page.template,
    model: loaded.model,
    page: {
      ...pageOfModel(http, form.view, req, loaded),
      // What the person saw stays what they saw: another's change since then is not theirs to undo unseen.
      ...(expected !== undefined && seen !== undefined && { version: expected, seen }),
      current: http.basePath + form.view.path,
      errors,
      typed,
    },
  });
}

/** What a form says of a field: of a date that was typed into three boxes, how three boxes are filled in. */
function messageOf({ field, detail, code }: FieldProblem, typed: Typed): string {
  const isInBoxes = Object.hasOwn(typed, `${field}-day`);
  return code === 'not-a-date' && isInBoxes ? notADate.inBoxes : detail;
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
