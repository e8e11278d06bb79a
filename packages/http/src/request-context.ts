import type { Log } from '@waymark/decisions';
import type { Response } from 'express';

/** What is known of one request beside what it asks. */
export type RequestContext = {
  /** The id that a person can quote: the trace's, or one of its own when nothing is traced. */
  traceId: string;
  log: Log;
  /** The template of the route that took it, for logs and metrics; never the path itself. */
  route: string;
  /** Whether to answer a program (JSON) or a person (a page). */
  answers: 'json' | 'page';
  /** Aborts when the time for an answer is over. */
  signal: AbortSignal;
};

/** What `begin` noted of the request. Throws when it has not run: every app of ours begins with it. */
export function requestContextOf(res: Response): RequestContext {
  const request = res.locals['request'] as RequestContext | undefined;
  if (!request) throw new Error('The request was not begun');
  return request;
}

export function setRequestContext(res: Response, request: RequestContext): void {
  res.locals['request'] = request;
}
