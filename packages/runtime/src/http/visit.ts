import type { Response } from 'express';
import type { Log } from '../log.ts';

/** What is known of one request beside what it asks. */
export type Visit = {
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
export function visitOf(res: Response): Visit {
  const visit = res.locals['visit'] as Visit | undefined;
  if (!visit) throw new Error('The request was not begun');
  return visit;
}

export function setVisit(res: Response, visit: Visit): void {
  res.locals['visit'] = visit;
}
