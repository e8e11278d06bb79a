import { createHmac } from 'node:crypto';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Registry } from 'prom-client';
import { derivedKey, signedCursors } from './cursor.ts';
import type { Identity } from './identity/index.ts';

import { requestMeasure } from './request-metrics.ts';
import type { Viewer } from '@waymark/policy';
import { problemError } from './problems.ts';
import type { Action } from './action.ts';
import { answerWithin, beginRequest, limitRate, securityHeaders, matchRoute } from './middleware.ts';
import { apiDocs } from './api-docs.ts';
import { compressed } from './compressed.ts';
import { confirmations } from './confirmations.ts';
import { keptForms, type FormStore } from './kept-forms.ts';
import { rememberedLists } from './remembered-lists.ts';
import type { HttpContext, NavItem, ReadAudit, Render } from './http-context.ts';
import { answerErrors } from './reply.ts';
import { mountRoutes, routesOf } from './routes.ts';
import type { View } from './view.ts';

/** The settings of the web side of a service. */
export type WebConfig = {
  BASE_PATH: string;
  PUBLIC_URL: string;
  OIDC_ISSUER: string;
  /** Base64url, at least 32 bytes. */
  SESSION_KEY: string;
  /** Whose X-Forwarded headers are believed, as Express writes it. */
  TRUST_PROXY: string;
  RATE_LIMIT_PER_MINUTE: number;
  /** Every page says that each child is synthetic. */
  DEMO: boolean;
};

export type WebParts<Parts> = {
  service: string;
  actions: readonly Action<Parts>[];
  views: readonly View<Parts>[];
  identity: Identity;
  audit: ReadAudit;
  registry: Registry;
  log: Log;
  clock: Clock;
  render: Render;
  /** The links of the navigation for a viewer. */
  nav: (viewer: Viewer) => NavItem[];
  /** Stylesheets, scripts and pictures, served to anyone. */
  assets: Router;
  /** Where forms are kept whose people have to sign in again. Without it, what was typed is lost with the session. */
  formStore?: FormStore;
  /** Asked for each request: aborts when it is in vain to wait any longer for what its page is made of. */
  patience?: () => AbortSignal;
  /** Since what time nothing comes from the other services, for pages to say so; undefined where all is well. */
  newsSince?: () => string | undefined;
};

/**
 * The web side of a service: every action and view behind one order of checks (see the README). What no action or
 * view names is not found. Throws when two of them want the same address.
 */
export function webApp<Parts>(config: WebConfig, about: WebParts<Parts>, parts: Parts): Express {
  const { BASE_PATH: basePath } = config;
  const hashKey = derivedKey(config.SESSION_KEY, 'command');
  const hash = (text: string) => createHmac('sha256', hashKey).update(text).digest('base64url');
  const { formStore } = about;
  const http: HttpContext<Parts> = {
    ...about,
    basePath,
    parts,
    demo: config.DEMO,
    cursors: signedCursors(config.SESSION_KEY),
    hash,
    keptForms: formStore && keptForms(formStore, { secret: config.SESSION_KEY, clock: about.clock, hash }),
    confirmations: confirmations(config, about.clock),
    rememberedLists: rememberedLists(config, about.clock),
    worklists: new Map(
      about.actions.flatMap(({ id, then: { worklist } }) => (worklist ? [[id, worklist] as const] : [])),
    ),
    personBefore: about.identity.personBefore,
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);

  const { log, patience = () => new AbortController().signal } = about;
  app.use(beginRequest({ basePath, log, measure: requestMeasure(about.registry), patience }));
  app.use(securityHeaders({ publicUrl: config.PUBLIC_URL, issuer: config.OIDC_ISSUER }));
  app.use('/assets', matchRoute('/assets', 'page', answerWithin), about.assets);
  app.use(compressed());
  app.get(
    ['/metrics', `${basePath}/metrics`],
    matchRoute('/metrics', 'json', answerWithin),
    metricsOf(about.registry),
  );
  app.use(about.identity.identify, limitRate(config.RATE_LIMIT_PER_MINUTE), about.identity.sameOrigin);
  app.use(
    ['sign-in', 'signed-in', 'sign-out'].map((step) => `${basePath}/${step}`),
    matchRoute(`${basePath}/sign-in`, 'page', answerWithin),
  );
  app.use(basePath, about.identity.routes);
  app.use(basePath, apiDocs(http, config.PUBLIC_URL, about));
  mountRoutes(app, routesOf(http, about));
  app.use((_req, _res, next) => next(problemError('not-found')));
  app.use(answerErrors(http));
  return app;
}

function metricsOf(registry: Registry): RequestHandler {
  return async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  };
}
