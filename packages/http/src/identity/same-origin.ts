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
  const elsewhere = startedElsewhere(req, 'origin');
  return elsewhere === undefined ? whenUnsaid : !elsewhere;
}

/**
 * Whether a page of another site has started the request, as the browser says; undefined where it says nothing. `older`
 * is what browsers without Sec-Fetch-Site send instead: Origin with a change, Referer with a page.
 */
export function startedElsewhere(req: Request, older: 'origin' | 'referer'): boolean | undefined {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const from = req.get(older);
  if (from === undefined) return undefined;
  return !URL.canParse(from) || new URL(from).host !== req.get('host');
}
