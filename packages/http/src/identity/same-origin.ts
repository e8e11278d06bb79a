import type { Request, RequestHandler } from 'express';
import { fault } from './fault.ts';
import { viewerOf } from './viewer-of.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site has made a browser send. A browser says where a request comes from by
 * Sec-Fetch-Site, an older one by Origin. A bearer token is sent by no browser on its own, so it needs neither;
 * a cookie needs one of them; a request that shows nothing may lack both, but not name another site.
 */
export const sameOrigin: RequestHandler = (req, res, next) => {
  const { via } = viewerOf(res);
  if (harmless.has(req.method) || via === 'bearer' || comesFromHere(req, via === 'nothing')) return next();
  next(
    fault(
      403,
      'cross-site-request',
      'This request came from another site. Open the page here and try again.',
    ),
  );
};

function comesFromHere(req: Request, whenUnsaid: boolean): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('origin');
  if (origin === undefined) return whenUnsaid;
  return URL.canParse(origin) && new URL(origin).host === req.get('host');
}
