import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import { startedElsewhere } from './identity/same-origin.ts';

/** What is added to the strong ETag of an answer that was compressed: it is not the same bytes as the plain one. */
const codingMark = /-(?:br|gzip|deflate)"$/;
/** So often a long answer that is written bit by bit is sent as far as it is, in milliseconds. */
const flushEvery = 250;

/**
 * Compresses answers of more than 1 kB for those who can read that. Not what another site may have made a browser ask
 * for with somebody's cookies: the length of a compressed answer tells what was asked for beside what it holds.
 */
export function compressed(): RequestHandler[] {
  return [
    (req, res, next) => {
      const asked = req.headers['if-none-match'];
      if (asked !== undefined)
        req.headers['if-none-match'] = asked
          .split(/(?<=")\s*,/)
          .map(plainTag)
          .join(',');
      // Listeners are called last first: this one sees what the compression has made of the headers.
      onHeaders(res, function mark() {
        if (res.statusCode === 304 || res.hasHeader('Content-Encoding')) markTag(res, asked);
        if (req.method === 'HEAD' && compression.filter(req, res)) res.removeHeader('Content-Length');
      });
      next();
    },
    compression({ filter: (req, res) => compression.filter(req, res) && !mayBeOfAnotherSite(req) }),
  ];
}

/** Whether another site may have started this request, so that it came with cookies which that site cannot read. */
function mayBeOfAnotherSite(req: Request): boolean {
  return req.headers.cookie !== undefined && (startedElsewhere(req, 'referer') ?? true);
}

/** An ETag as it is without compression. A version that was seen compressed is still that version. */
export function plainTag(tag: string): string {
  return tag.replace(codingMark, '"');
}

/** Says with the ETag how the answer is coded; of an answer that nothing has changed, as it was asked for. */
function markTag(res: Response, asked: string | undefined): void {
  const tag = res.getHeader('ETag');
  if (typeof tag !== 'string' || tag.startsWith('W/')) return;
  const coding = res.getHeader('Content-Encoding');
  if (typeof coding === 'string') return void res.setHeader('ETag', tag.replace(/"$/, `-${coding}"`));
  const same = asked?.split(/(?<=")\s*,/).find((each) => plainTag(each.trim()) === tag);
  if (same) res.setHeader('ETag', same.trim());
}

/** Sends what has been written so far again and again until the answer is over, so that a slow file begins at once. */
export function keepFlowing(res: Response): void {
  const timer = setInterval(() => res.flush(), flushEvery);
  res.once('close', () => clearInterval(timer));
}
