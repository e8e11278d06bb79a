import express, { type Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import { z } from 'zod';
import { problemKinds, problemError } from './problems.ts';
import type { Action } from './action.ts';
import { answerWithin, matchRoute } from './middleware.ts';
import type { HttpContext } from './http-context.ts';
import { openApi } from './openapi.ts';
import { sendPage } from './reply.ts';
import type { View } from './view.ts';

const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What describes the service to programs and their writers: the interface description, its page, and each problem type. */
export function apiDocs<Parts>(
  http: HttpContext<Parts>,
  publicUrl: string,
  of: { service: string; actions: readonly Action<Parts>[]; views: readonly View<Parts>[] },
): Router {
  const { basePath } = http;
  const document = openApi({ ...of, basePath, publicUrl });
  const router = express.Router();

  router.get(
    '/api/openapi.json',
    matchRoute(`${basePath}/api/openapi.json`, 'json', answerWithin),
    (_req, res) => {
      res.json(document);
    },
  );

  const options = { customSiteTitle: `Waymark: ${of.service}`, swaggerOptions: { validatorUrl: null } };
  router.use(
    '/api/docs',
    matchRoute(`${basePath}/api/docs`, 'page', answerWithin),
    (_req, res, next) => {
      res.set('Content-Security-Policy', docsPolicy);
      next();
    },
    (req, res, next) => {
      if (req.method === 'GET' || req.method === 'HEAD') return next();
      next(problemError('method-not-allowed', { headers: { Allow: 'GET, HEAD' } }));
    },
    ...swaggerUi.serveFiles(document, options),
    swaggerUi.setup(document, options),
  );

  const explained = explainedProblems(of.actions);
  router.get(
    '/problems/:code',
    matchRoute(`${basePath}/problems/:code`, 'page', answerWithin),
    (req, res) => {
      const code = z.string().safeParse(req.params.code).data ?? '';
      const found = explained.get(code);
      if (!found) throw problemError('not-found');
      if (req.accepts('html', 'json') === 'json') return void res.json({ code, ...found });
      sendPage(http, req, res, { template: 'waymark/problem-help.njk', model: { code, ...found } });
    },
  );
  return router;
}

type Explained = { status: number; title: string; detail: string };

function explainedProblems<Parts>(actions: readonly Action<Parts>[]): Map<string, Explained> {
  const refusals = actions.flatMap((action) =>
    Object.keys(action.refusals).map((code): [string, Explained] => [
      code,
      {
        status: 409,
        title: 'This cannot be done now',
        detail: `What you asked for (${action.summary}) goes against a rule, as things stand. The answer that you were given says which.`,
      },
    ]),
  );
  return new Map([...refusals, ...Object.entries<Explained>(problemKinds)]);
}
