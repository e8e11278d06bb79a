import type { Response } from 'express';
import { anonymous, type Viewer } from '@waymark/policy';

/** The person whom `identify` has found behind the request; nobody when it has not run. */
export function viewerOf(res: Response): Viewer {
  return (res.locals['viewer'] as Viewer | undefined) ?? anonymous;
}

export function setViewer(res: Response, viewer: Viewer): void {
  res.locals['viewer'] = viewer;
}
