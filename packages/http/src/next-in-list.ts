import { allows, policy } from '@waymark/policy';
import type { Request, Response } from 'express';
import type { ViewContext } from './handler-context.ts';
import type { HttpContext, PageContext } from './http-context.ts';
import { parsedFields, shapeOf, typedOf } from './parse.ts';
import type { NextInList, View } from './view.ts';

type Ctx = ViewContext<unknown, unknown>;

/** How long a page waits for what is next in a list, in milliseconds. What was done is said in any case. */
const answerWithin = 2_000;

/** What was just done, for the page that the action led to, and what is next in the list that it belongs to. */
export async function doneAt<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  ctx: Ctx,
): Promise<PageContext['done']> {
  const { cookie } = req.headers;
  const said = await http.confirmations.at(req.baseUrl + req.path, ctx.viewer.id, cookie);
  if (!said) return undefined;
  res.append('Set-Cookie', http.confirmations.said());
  const worklist = http.worklists.get(said.action);
  const next = worklist && (await nextIn(http, worklist, said.id, { ctx, cookie }));
  return { says: said.says, ...(next && { next }) };
}

/** What a list has next for this viewer, filtered as they left it. A list that cannot say it leaves it out. */
async function nextIn<Parts>(
  http: HttpContext<Parts>,
  view: View<Parts>,
  after: string,
  { ctx, cookie }: { ctx: Ctx; cookie: string | undefined },
): Promise<NextInList | undefined> {
  const { viewer, log, traceId } = ctx;
  if (!view.worklist || !allows(policy, viewer, view.permission)) return undefined;
  const left = await http.rememberedLists.of(viewer.id, cookie);
  const asked = { ...ctx, params: {}, query: queryLeft(view, left[http.basePath + view.path]), limit: 1 };
  try {
    const next = await within(view.worklist({ ...asked, after: undefined }, http.parts, after));
    if (next?.subjects && next.subjects.length > 0)
      await http.audit.record({
        ...{ actor: viewer.id, action: view.id, subjects: [...next.subjects], traceId },
        ...{ outcome: 'shown', purpose: 'next of a list' },
      });
    return next;
  } catch (error) {
    log.warn({ err: error, list: view.id }, 'What is next in a list could not be said');
    return undefined;
  }
}

/** The filter of a list in the address under which it was left; none where it no longer has such a filter. */
function queryLeft<Parts>(view: View<Parts>, address: string | undefined): unknown {
  const shape = shapeOf(view.query);
  const typed = new URLSearchParams(address?.split('?', 2)[1] ?? '');
  const asked = Object.fromEntries([...new Set(typed.keys())].map((name) => [name, typed.getAll(name)]));
  const { after: _after, limit: _limit, ...filter } = asked;
  const single = Object.entries(filter).map(([name, values]) => [
    name,
    values.length > 1 ? values : values[0],
  ]);
  try {
    return parsedFields('query', typedOf(Object.fromEntries(single)), shape);
  } catch {
    return parsedFields('query', {}, shape);
  }
}

function within<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('It took too long')), answerWithin);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
