import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Log } from '@waymark/decisions';
import express from 'express';
import helmet from 'helmet';
import { createProxyServer } from 'http-proxy-3';

import { assets, renderer, type PageContext } from '@waymark/web';
import { startPage } from './start-page.ts';

/**
 * One address for everything: each path prefix leads to its service, unchanged, as an ingress would do it;
 * `/` is the start page. A service that is not there is answered for with 503 and when to come again.
 */
export function gateway(targets: Record<string, string>, { demo, log }: { demo: boolean; log: Log }): Server {
  const render = renderer({ templates: [join(import.meta.dirname, 'pages')] });
  const page: PageContext = { nav: [], current: '/', basePath: '', service: 'front-door', demo };
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: 120_000 });
  proxy.on('error', (error, request, response) => {
    const { code } = error as NodeJS.ErrnoException;
    log.warn({ code, prefix: prefixOf(request.url ?? '', targets) }, 'a service did not answer');
    if (!('writeHead' in response)) return response.destroy();
    if (response.headersSent) return response.destroy();
    away(request, response);
  });

  function away(request: IncomingMessage, response: ServerResponse): void {
    response.statusCode = 503;
    response.setHeader('Retry-After', '5');
    response.setHeader('Cache-Control', 'no-store');
    if (wantsPage(request)) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(render('waiting.njk', {}, page));
    } else {
      response.setHeader('Content-Type', 'application/problem+json');
      response.end(
        JSON.stringify({
          status: 503,
          title: 'This part of Waymark is starting again',
          detail: 'Try again in a few seconds.',
        }),
      );
    }
  }

  const app = express();
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          frameAncestors: ["'none'"],
          upgradeInsecureRequests: null,
        },
      },
      strictTransportSecurity: false,
    }),
  );
  app.get('/health/live', (_request, response) => void response.type('text/plain').send('live'));
  app.use('/assets', assets());
  app.get('/', startPage(targets, { render, page, log }));
  app.use((request, response) => {
    response.status(404);
    if (wantsPage(request)) response.send(render('nothing-here.njk', {}, page));
    else
      response
        .type('application/problem+json')
        .send(JSON.stringify({ status: 404, title: 'There is nothing at this address' }));
  });

  return createServer((request, response) => {
    const prefix = prefixOf(request.url ?? '/', targets);
    if (prefix === undefined) return void app(request, response);
    // What the client says of itself is not believed: the proxy writes these headers.
    for (const header of [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-port',
      'forwarded',
    ])
      delete request.headers[header];
    request.headers['x-forwarded-host'] = request.headers.host;
    proxy.web(request, response, { target: String(targets[prefix]) });
  });
}

function prefixOf(url: string, targets: Record<string, string>): string | undefined {
  return Object.keys(targets).find(
    (prefix) => url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`),
  );
}

function wantsPage(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}
