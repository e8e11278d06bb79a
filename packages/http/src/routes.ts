import type { Express, RequestHandler } from 'express';
import { problemError } from './problems.ts';
import type { Action } from './action.ts';
import { answerWithin, matchRoute } from './middleware.ts';
import { fileBody, formBody, jsonBody, multipartBody } from './body.ts';
import type { HttpContext } from './http-context.ts';
import { apiOfAction, formOfAction, readyAction } from './handle-action.ts';
import { jsonOfView, pageOfView, readyView } from './handle-view.ts';
import type { View } from './view.ts';
import { byAddress } from './route-order.ts';

const takeFileWithin = 10 * 60_000;

type Route = {
  method: 'GET' | 'POST';
  path: string;
  answers: 'json' | 'page';
  within: number;
  handlers: RequestHandler[];
};

/** Every address that the actions and views answer at. */
export function routesOf<Parts>(
  http: HttpContext<Parts>,
  of: { actions: readonly Action<Parts>[]; views: readonly View<Parts>[] },
): Route[] {
  return [
    ...of.views.flatMap((view) => routesOfView(http, view)),
    ...of.actions.flatMap((action) => routesOfAction(http, action)),
  ];
}

function routesOfView<Parts>(http: HttpContext<Parts>, view: View<Parts>): Route[] {
  const ready = readyView(view);
  const reading = { method: 'GET', within: answerWithin } as const;
  const page: Route = {
    ...reading,
    path: http.basePath + view.path,
    answers: 'page',
    handlers: [pageOfView(http, ready)],
  };
  const api: Route = {
    ...reading,
    path: http.basePath + (view.api?.path ?? `/api${view.path}`),
    answers: 'json',
    handlers: [jsonOfView(http, ready)],
  };
  return [...(view.page || view.file || view.goesTo ? [page] : []), ...(view.api ? [api] : [])];
}

function routesOfAction<Parts>(http: HttpContext<Parts>, action: Action<Parts>): Route[] {
  const ready = readyAction(action);
  const changing = { method: 'POST', within: action.upload ? takeFileWithin : answerWithin } as const;
  const page: Route = {
    ...changing,
    path: http.basePath + action.path,
    answers: 'page',
    handlers: [...(action.upload ? multipartBody() : formBody()), formOfAction(http, ready)],
  };
  const api: Route = {
    ...changing,
    path: http.basePath + (action.apiPath ?? `/api${action.path}`),
    answers: 'json',
    handlers: [...(action.upload ? fileBody(action.upload) : jsonBody()), apiOfAction(http, ready)],
  };
  return [page, ...(action.then.api ? [api] : [])];
}

/**
 * Puts the routes into the app, fixed addresses before those with parameters. An address answers OPTIONS, and any
 * other method that it does not take with 405. Throws when two routes want the same method of one address.
 */
export function mountRoutes(app: Express, routes: readonly Route[]): void {
  const byPath = Map.groupBy(routes, (route) => route.path);
  for (const [path, those] of [...byPath].toSorted(([a], [b]) => byAddress(a, b))) {
    const methods = those.map(({ method }) => method);
    if (new Set(methods).size < methods.length) throw new Error(`Two routes want ${methods[0]} ${path}`);
    const allow = [
      ...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
      'OPTIONS',
    ].join(', ');
    const at = app.route(path);
    for (const { method, answers, within, handlers } of those) {
      const take = [matchRoute(path, answers, within), ...handlers];
      if (method === 'GET') at.get(take);
      else at.post(take);
    }
    const [{ answers }] = those as [Route];
    at.options(
      matchRoute(path, answers, answerWithin),
      (_req, res) => void res.status(204).set('Allow', allow).end(),
    );
    at.all(matchRoute(path, answers, answerWithin), (_req, _res, next) => {
      next(problemError('method-not-allowed', { headers: { Allow: allow } }));
    });
  }
}
