import type { Express, RequestHandler } from 'express';
import { problemError } from '../problems.ts';
import type { Action } from './action.ts';
import { taken } from './arrival.ts';
import { fileBody, formBody, jsonBody, multipartBody } from './body.ts';
import type { Edge } from './edge.ts';
import { apiOfAction, formOfAction, readyAction } from './handle-action.ts';
import { jsonOfView, pageOfView, readyView } from './handle-view.ts';
import type { View } from './view.ts';
import { byAddress } from './route-order.ts';

/** How long an answer may take, in milliseconds. */
export const answerWithin = 15_000;
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
  edge: Edge<Parts>,
  of: { actions: readonly Action<Parts>[]; views: readonly View<Parts>[] },
): Route[] {
  return [
    ...of.views.flatMap((view) => routesOfView(edge, view)),
    ...of.actions.flatMap((action) => routesOfAction(edge, action)),
  ];
}

function routesOfView<Parts>(edge: Edge<Parts>, view: View<Parts>): Route[] {
  const ready = readyView(view);
  const reading = { method: 'GET', within: answerWithin } as const;
  const page: Route = {
    ...reading,
    path: edge.basePath + view.path,
    answers: 'page',
    handlers: [pageOfView(edge, ready)],
  };
  const api: Route = {
    ...reading,
    path: edge.basePath + (view.api?.path ?? `/api${view.path}`),
    answers: 'json',
    handlers: [jsonOfView(edge, ready)],
  };
  return [...(view.page || view.file || view.goesTo ? [page] : []), ...(view.api ? [api] : [])];
}

function routesOfAction<Parts>(edge: Edge<Parts>, action: Action<Parts>): Route[] {
  const ready = readyAction(action);
  const changing = { method: 'POST', within: action.upload ? takeFileWithin : answerWithin } as const;
  const page: Route = {
    ...changing,
    path: edge.basePath + action.path,
    answers: 'page',
    handlers: [...(action.upload ? multipartBody() : formBody()), formOfAction(edge, ready)],
  };
  const api: Route = {
    ...changing,
    path: edge.basePath + (action.apiPath ?? `/api${action.path}`),
    answers: 'json',
    handlers: [...(action.upload ? fileBody(action.upload) : jsonBody()), apiOfAction(edge, ready)],
  };
  return [page, ...(action.then.api ? [api] : [])];
}

/**
 * Puts the routes into the app, fixed addresses before those with parameters. An address answers OPTIONS, and any
 * other method that it does not take with 405. Throws when two routes want the same method of one address.
 */
export function mount(app: Express, routes: readonly Route[]): void {
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
      const take = [taken(path, answers, within), ...handlers];
      if (method === 'GET') at.get(take);
      else at.post(take);
    }
    const [{ answers }] = those as [Route];
    at.options(
      taken(path, answers, answerWithin),
      (_req, res) => void res.status(204).set('Allow', allow).end(),
    );
    at.all(taken(path, answers, answerWithin), (_req, _res, next) => {
      next(problemError('method-not-allowed', { headers: { Allow: allow } }));
    });
  }
}
