import {
  createServer,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import type { Log } from '@waymark/decisions';
import express from 'express';
import helmet from 'helmet';
import { createProxyServer } from 'http-proxy-3';

import { compressed } from '@waymark/http';
import { assets, renderer, type PageContext } from '@waymark/web';
import { silence } from './silence.ts';
import { startPage } from './start-page.ts';

/** What a page of the front door itself may load. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What is behind each prefix, in words. */
const partNames: Readonly<Record<string, string>> = {
  '/referrals': 'Referrals',
  '/pathways': 'The waiting list',
  '/support': 'Support',
  '/identity': 'Sign-in',
  '/messages': 'Messages',
};

/** Where to go on, by the prefix that each address needs. */
const waysOn = [
  { prefix: '/referrals', text: 'Referrals', href: '/referrals/' },
  { prefix: '/pathways', text: 'Waiting list', href: '/pathways/waiting-list' },
  { prefix: '/support', text: 'Find support', href: '/support/directory' },
];

/**
 * One address for everything: each path prefix leads to its service, unchanged, as an ingress would do it;
 * `/` is the start page. A service that is not there is answered for with 503 and when to come again, and one that is
 * frozen with 504 after a few seconds, then at once.
 */
export function gateway(targets: Record<string, string>, { demo, log }: { demo: boolean; log: Log }): Server {
  const render = renderer({ templates: [join(import.meta.dirname, 'pages')] });
  const page: PageContext = { nav: [], current: '/', basePath: '', service: 'front-door', demo };
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: 120_000 });
  const watch = silence(targets, { log });
  const underWay = new WeakMap<IncomingMessage, { heard: () => void; asked?: ClientRequest }>();

  proxy.on('proxyReq', (asked, request) => void Object.assign(underWay.get(request) ?? {}, { asked }));
  proxy.on('proxyRes', (answer, request) => {
    const heard = underWay.get(request)?.heard;
    heard?.();
    if (heard) answer.on('data', heard);
  });
  proxy.on('error', (error, request, response) => {
    if (!('writeHead' in response)) return response.destroy();
    // Given up before, and answered.
    if (response.writableEnded) return;
    const prefix = prefixOf(request.url ?? '', targets);
    const { code } = error as NodeJS.ErrnoException;
    log.warn({ code, prefix }, 'a service did not answer');
    if (response.headersSent) return response.destroy();
    away(request, response, 503, prefix);
  });

  function lead(prefix: string, request: IncomingMessage, response: ServerResponse): void {
    if (watch.isSilent(prefix)) return away(request, response, 504, prefix);
    const heard = watch.follow(prefix, {
      request,
      response,
      giveUp: () => {
        if (response.headersSent) response.destroy();
        else away(request, response, 504, prefix);
        underWay.get(request)?.asked?.destroy();
      },
    });
    underWay.set(request, { heard });
    proxy.web(request, response, { target: String(targets[prefix]) });
  }

  /** Answers for a service that is starting again (503), or is there and says nothing (504). */
  function away(request: IncomingMessage, response: ServerResponse, status: 503 | 504, prefix = ''): void {
    const part = partNames[prefix] ?? 'This part of Waymark';
    response.statusCode = status;
    response.setHeader('Retry-After', status === 503 ? '5' : '30');
    response.setHeader('Cache-Control', 'no-store');
    if (wantsPage(request)) {
      const on = waysOn.filter((way) => way.prefix !== prefix && !watch.isSilent(way.prefix));
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', pagePolicy);
      response.end(render('away.njk', { part, starting: status === 503, on }, page));
    } else {
      response.setHeader('Content-Type', 'application/problem+json');
      response.end(
        JSON.stringify({
          status,
          title: status === 503 ? `${part}: starting again` : `${part}: no answer`,
          detail: 'Nothing that was saved is lost. Send the same request, with the same key, again later.',
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
  app.use(compressed());
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
    lead(prefix, request, response);
  }).on('close', watch.close);
}

function prefixOf(url: string, targets: Record<string, string>): string | undefined {
  return Object.keys(targets).find(
    (prefix) => url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`),
  );
}

function wantsPage(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}
