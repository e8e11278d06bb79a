import { notADate } from '@waymark/care-types';
import type { Happened } from '@waymark/decisions';
import type { Request, Response } from 'express';
import { changesIn, mergedTyped, readSeen, seenAfter, type SeenField } from './changed-meanwhile.ts';
import type { Typed } from './form-fields.ts';
import { loadView, pageOfModel, type ReadyView } from './handle-view.ts';
import type { HttpContext, PageContext } from './http-context.ts';
import { pageContext } from './page.ts';
import { problemError, problemKinds, type FieldProblem, type ProblemError } from './problems.ts';
import { sendPage } from './reply.ts';

/** What a form sent, and what its page carried along. */
export type SentForm = {
  typed: Typed;
  unsaid: readonly string[];
  expected: number | undefined;
  seen: string | undefined;
};

/**
 * Somebody else was first: the form comes again with what they changed, field by field, beside what this person typed.
 * Only what this person changed is still theirs to send; where both changed a field, they are asked which is right.
 */
export function showChanged<Parts>(
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
export async function changedIn<Parts>(
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

/** The form comes again with what was typed, and with what is wrong or what to be sure of. */
export async function showFormAgain<Parts>(
  http: HttpContext<Parts>,
  form: ReadyView<Parts>,
  req: Request,
  res: Response,
  problem: ProblemError | undefined,
  { typed, expected, seen }: SentForm,
): Promise<void> {
  const { page } = form.view;
  const loaded = page && (await loadView(http, form, req, res, {}));
  if (!page || !loaded) throw problem ?? problemError('not-found');
  if (problem) res.status(problem.status);
  sendPage(http, req, res, {
    template: page.template,
    model: loaded.model,
    page: {
      ...pageOfModel(http, form.view, req, loaded),
      // What the person saw stays what they saw: another's change since then is not theirs to undo unseen.
      ...(expected !== undefined && seen !== undefined && { version: expected, seen }),
      current: http.basePath + form.view.path,
      ...(problem && saidOf(problem, typed)),
      typed,
    },
  });
}

function saidOf({ errors, asks, detail }: ProblemError, typed: Typed): Partial<PageContext> {
  if (asks.length > 0) return { asks };
  if (errors.length === 0) return { errors: [{ field: '', message: detail }] };
  return { errors: errors.map((error) => ({ field: error.field, message: messageOf(error, typed) })) };
}

/** What a form says of a field: of a date that was typed into three boxes, how three boxes are filled in. */
function messageOf({ field, detail, code }: FieldProblem, typed: Typed): string {
  const isInBoxes = Object.hasOwn(typed, `${field}-day`);
  return code === 'not-a-date' && isInBoxes ? notADate.inBoxes : detail;
}
