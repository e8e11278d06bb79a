import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { viewerOf } from '../identity/viewer-of.ts';
import { policy, reachOf, type Permission, type Viewer } from '../policy/index.ts';
import type { Edge, PageContext } from './edge.ts';

/** The context of a page for the one who asks. `more` is what this page alone has. */
export function pageContext<Parts>(
  edge: Edge<Parts>,
  req: Request,
  res: Response,
  more: Partial<PageContext> = {},
): PageContext {
  const viewer = viewerOf(res);
  return {
    viewer,
    nav: edge.nav(viewer),
    current: req.originalUrl,
    basePath: edge.basePath,
    service: edge.service,
    demo: edge.demo,
    key: randomUUID(),
    may: mayOf(viewer),
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
