import { randomBytes } from 'node:crypto';
import type { Log } from '@waymark/decisions';
import type { RequestHandler } from 'express';
import { rateLimit, ipKeyGenerator } from 'express-rate-limit';
import helmet from 'helmet';
import { viewerOf } from './identity/index.ts';

import type { RequestMeasure } from './request-metrics.ts';
import { problemError } from './problems.ts';
import { currentTraceparent } from './traceparent.ts';
import { setRequestContext, requestContextOf } from './request-context.ts';

/** How long an answer may take, in milliseconds. */
export const answerWithin = 15_000;

/**
 * Begins a request: the id that a person can quote, a log of its own, and one line and one measurement at the
 * end. Both name the template of the route, never the address.
 */
export function beginRequest(about: {
  basePath: string;
  log: Log;
  measure: RequestMeasure;
  patience: () => AbortSignal;
}): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const traceId = currentTraceparent()?.split('-')[1] ?? randomBytes(16).toString('hex');
    const forProgram =
      req.path.startsWith(`${about.basePath}/api/`) || req.accepts('html', 'json') === 'json';
    setRequestContext(res, {
      traceId,
      log: about.log.child({ traceId }),
      route: 'unmatched',
      answers: forProgram ? 'json' : 'page',
      signal: about.patience(),
    });
    res.set('X-Trace-Id', traceId);
    res.once('close', () => {
      const { route, log } = requestContextOf(res);
      const seconds = (performance.now() - began) / 1000;
      const status = res.writableFinished ? res.statusCode : 499;
      about.measure({ method: req.method, route, status, seconds });
      log.info(
        { method: req.method, route, status, ms: Math.round(seconds * 1000), actor: viewerOf(res).id },
        'Answered',
      );
    });
    next();
  };
}

/**
 * Says which route took the request, and how long its answer may take: no longer than there is patience for it, except
 * for a file that is on its way in.
 */
export function matchRoute(route: string, answers: 'json' | 'page', deadlineMs: number): RequestHandler {
  return (_req, res, next) => {
    const deadline = new AbortController();
    const over = () => deadline.abort();
    const timer = setTimeout(over, deadlineMs);
    const { signal: patience } = requestContextOf(res);
    if (deadlineMs <= answerWithin) patience.addEventListener('abort', over, { once: true });
    res.once('close', () => {
      clearTimeout(timer);
      patience.removeEventListener('abort', over);
    });
    setRequestContext(res, { ...requestContextOf(res), route, answers, signal: deadline.signal });
    next();
  };
}

/** Headers that close what a page of ours never needs. Forms may also lead to the sign-in provider. */
export function securityHeaders(about: { publicUrl: string; issuer: string }): RequestHandler[] {
  const secure = about.publicUrl.startsWith('https://');
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          formAction: ["'self'", new URL(about.issuer).origin],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'same-origin' },
    }),
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store');
      res.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
      next();
    },
  ];
}

/** So many requests a minute for each person, or for each address when nobody has signed in. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (req, res) => {
      const { id, via } = viewerOf(res);
      return via === 'nothing' ? `address ${ipKeyGenerator(req.ip ?? '')}` : `person ${id}`;
    },
    handler: (_req, _res, next) =>
      next(problemError('too-many-requests', { headers: { 'Retry-After': '60' } })),
  });
}
