import type { Readable } from 'node:stream';
import type { Clock } from '@waymark/care-types';
import type { CommandMeta, Log } from '@waymark/decisions';

import type { Permission, Reach, Relation, Viewer } from '@waymark/policy';

/** What a view and an action both know of the one who asks, and of where. */
type SharedContext<Params> = {
  params: Params;
  viewer: Viewer;
  /** How far the permission reaches for this viewer: a list keeps to it. */
  reach: Reach;
  may(permission: Permission): boolean;
  basePath: string;
  clock: Clock;
  log: Log;
  traceId: string;
  /** Where the request came from, and the cookies with it: for those who have no account. Never logged. */
  browser: { address: string; cookies: string | undefined };
  /** Aborts when the time for an answer is over. */
  signal: AbortSignal;
};

/** What a view is loaded with. */
export type ViewContext<Params, Query> = SharedContext<Params> & {
  query: Query;
  /** The place after which the page of a list begins; undefined for the first page. */
  after: unknown[] | undefined;
  /** How many items of a list one page holds, 1 to 100. */
  limit: number;
};

/** What an action runs with. */
export type ActionContext<Params, Body> = SharedContext<Params> & {
  body: Body;
  /** Who, when, why and under which key. */
  command: CommandMeta;
};

/** A file on its way in. It must be read to its end, or destroyed. */
export type Upload = { name: string; type: string; stream: Readable };

/** What an action that takes a file runs with. */
export type UploadContext<Params, Body> = ActionContext<Params, Body> & { file: Upload };

/** For a list that keeps to `ctx.reach` itself: what it shows is the viewer's own. */
export function ownRecords(_model: unknown, ctx: { viewer: Viewer }): Relation {
  return { organisation: ctx.viewer.organisation, pathwayId: ctx.viewer.pathwayId };
}
