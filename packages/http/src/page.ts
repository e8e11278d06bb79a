import { randomUUID } from 'node:crypto';
import { policy, reachOf, type Permission, type Viewer } from '@waymark/policy';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { viewerOf } from './identity/viewer-of.ts';
import { seenIn } from './changed-meanwhile.ts';
import type { HttpContext, PageContext } from './http-context.ts';

/** The context of a page for the one who asks. `more` is what this page alone has. */
export function pageContext<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  more: Partial<PageContext> = {},
): PageContext {
  const viewer = viewerOf(res);
  const newsSince = viewer.name === '' ? undefined : http.newsSince?.();
  return {
    viewer,
    nav: http.nav(viewer),
    current: req.originalUrl,
    basePath: http.basePath,
    service: http.service,
    demo: http.demo,
    key: randomUUID(),
    seenIn,
    may: mayOf(viewer),
    ...(newsSince !== undefined && { newsSince }),
    ...more,
  };
}

/** Whether the viewer has a permission for at least some records. */
export function mayOf(viewer: Viewer): (permission: Permission) => boolean {
  return (permission) => reachOf(policy, viewer, permission) !== undefined;
}

/** Where a request came from, an IPv6 network as one, and its cookies. */
export function browserOf(req: Request): { address: string; cookies: string | undefined } {
  return { address: ipKeyGenerator(req.ip ?? ''), cookies: req.headers.cookie };
}
