import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Fault } from './identity/index.ts';
import { problemDocument, ProblemError, problemError, problemKinds, type ProblemCode } from './problems.ts';
import type { HttpContext, PageContext } from './http-context.ts';
import { pageContext } from './page.ts';
import { requestContextOf } from './request-context.ts';

/** Any error as the problem to answer with. What is not known to be the sender's fault is ours. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof Error)) return problemError('went-wrong');
  if (error.name === 'TransientFailure')
    return problemError('unavailable', { headers: { 'Retry-After': '5' } });
  const reading = 'type' in error && typeof error.type === 'string' ? ofReading[error.type] : undefined;
  if (reading) return problemError(reading);
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (isFault(error)) return ofFault(error);
  return problemError(status >= 400 && status < 500 ? ofStatus(status, 'invalid-request') : 'went-wrong');
}

const ofReading: Readonly<Record<string, ProblemCode>> = {
  'entity.parse.failed': 'invalid-json',
  'entity.verify.failed': 'invalid-request',
  'entity.too.large': 'too-large',
  'parameters.too.many': 'too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'charset.unsupported': 'unsupported-media-type',
};

/** A fault of the identity side: a status, a code and words that were written for people. */
function isFault(error: Error): error is Fault {
  return (
    'status' in error &&
    typeof error.status === 'number' &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[a-z][a-z-]+$/.test(error.code)
  );
}

function ofFault(fault: Fault): ProblemError {
  const { status, title } = problemKinds[ofStatus(fault.status, 'went-wrong')];
  return new ProblemError({
    status,
    title,
    code: fault.code,
    detail: fault.message,
    ...(fault.headers ? { headers: fault.headers } : {}),
  });
}

function ofStatus(status: number, otherwise: ProblemCode): ProblemCode {
  const codes = Object.keys(problemKinds) as ProblemCode[];
  return codes.find((code) => problemKinds[code].status === status) ?? otherwise;
}

/**
 * Answers an error: problem+json to a program, a page to a person, and the way to sign in to a person who only
 * has to sign in. Our own faults are logged, by type and place.
 */
export function answerErrors<Parts>(http: HttpContext<Parts>): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = problemOf(error);
    const { log, route, answers } = requestContextOf(res);
    if (problem.status >= 500) {
      log.error({ err: error, problem: problem.code, route }, 'The request failed');
    }
    if (res.headersSent) return void res.destroy();
    if (answers === 'page' && problem.code === 'not-signed-in' && isReading(req)) {
      return void res.redirect(
        303,
        `${http.basePath}/sign-in?returnTo=${encodeURIComponent(req.originalUrl)}`,
      );
    }
    sendProblem(http, req, res, problem);
  };
}

function isReading(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}

function sendProblem<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  problem: ProblemError,
): void {
  const { traceId, answers } = requestContextOf(res);
  res.status(problem.status).set(problem.headers);
  if (answers === 'json') {
    res
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(problem, http.basePath, traceId)));
    return;
  }
  const model = {
    status: problem.status,
    code: problem.code,
    title: problem.title,
    detail: problem.detail,
    // A part of an address is no field that a person has filled in.
    errors: problem.errors
      .filter((error) => error.in !== 'path')
      .map(({ field, detail }) => ({ field, message: detail })),
    errorId: traceId,
    help: `${http.basePath}/problems/${problem.code}`,
    goOn: problem.goOn,
  };
  sendPage(http, req, res, {
    template: 'waymark/problem.njk',
    model,
    page: { current: req.baseUrl + req.path },
  });
}

/** Sends a page; when the page of a problem cannot be made, a plain one says the same. */
export function sendPage<Parts>(
  http: HttpContext<Parts>,
  req: Request,
  res: Response,
  about: { template: string; model: object; page?: Partial<PageContext> },
): void {
  const { log, traceId } = requestContextOf(res);
  res.type('text/html; charset=utf-8');
  const context = pageContext(http, req, res, about.page ?? {});
  if (res.statusCode < 400) {
    res.send(http.render(about.template, about.model, context));
    return;
  }
  try {
    res.send(http.render(about.template, about.model, context));
  } catch (error) {
    log.error({ err: error, template: about.template }, 'A page could not be made');
    res.send(plainPage(res.statusCode, traceId));
  }
}

function plainPage(status: number, traceId: string): string {
  const { title, detail } = problemKinds[ofStatus(status, 'went-wrong')];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${detail}</p><p>If you report this, quote ${traceId}.</p></html>`;
}
