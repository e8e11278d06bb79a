import { notADate } from '@waymark/care-types';

/** One thing that is wrong with a request: where, and what is allowed there. Never what was sent. */
export type FieldProblem = {
  in: 'body' | 'query' | 'path' | 'header';
  /** JSON pointer (RFC 6901) into the body; for the others a slash and the name. */
  pointer: string;
  /** The name of the field as a form has it: a dotted path. */
  field: string;
  detail: string;
  /** For a form that shows the field in its own way. It is not sent. */
  code?: 'not-a-date';
};

/** Problem details (RFC 9457) as Waymark sends them. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  traceId: string;
  errors?: FieldProblem[];
};

type Kind = { status: number; title: string; detail: string };

/** Every problem that this package itself can answer with, in words for the person who meets it. */
export const problemKinds = {
  'invalid-request': kind(
    400,
    'The request could not be read',
    'Something in how the request is written is not allowed.',
  ),
  'invalid-query': kind(
    400,
    'The address has a part that is not allowed',
    'Check the part after the question mark in the address.',
  ),
  'invalid-json': kind(400, 'The body is not valid JSON', 'Send one JSON object, in UTF-8.'),
  'idempotency-key-missing': kind(
    400,
    'An Idempotency-Key is needed',
    'Send an Idempotency-Key header with a value of your own for each command, so that sending it twice does it once.',
  ),
  'invalid-token': kind(401, 'The token is not accepted', 'Get a new access token and try again.'),
  'not-signed-in': kind(401, 'Sign in first', 'You need to sign in to do this.'),
  'session-over': kind(
    401,
    'Your session has ended',
    'What you typed is kept for you, and is not saved yet. Sign in again and it is filled in, so that you can send it.',
  ),
  'not-allowed': kind(
    403,
    'You cannot do this',
    'Your role does not have permission for this. If you need it for your work, ask the person who gives access in your organisation.',
  ),
  'cross-site': kind(
    403,
    'This did not come from our own page',
    'Go back to the page, load it again, and try once more.',
  ),
  'not-found': kind(
    404,
    'Page not found',
    'Check the address. If you followed a link, what it led to may no longer be there.',
  ),
  'method-not-allowed': kind(
    405,
    'This address does not take that method',
    'The Allow header lists the methods that it takes.',
  ),
  'already-exists': kind(409, 'This already exists', 'Open what is there instead of making it again.'),
  stale: kind(412, 'Someone changed this after you opened it', 'Look at it as it is now, then decide again.'),
  'too-large': kind(413, 'This is too large', 'Send less at once.'),
  'unsupported-media-type': kind(
    415,
    'We cannot read that kind of content',
    'Send the content type and the encoding that this address takes.',
  ),
  'invalid-body': kind(422, 'There is a problem', 'Check what is marked and send it again.'),
  'key-reused': kind(
    422,
    'This Idempotency-Key was used for something else',
    'The same key with a different body is refused. Use a new key for a new command.',
  ),
  'version-needed': kind(
    428,
    'Say which version you saw',
    'Send the ETag that you were given as If-Match, so that nobody’s change is lost.',
  ),
  'too-many-requests': kind(429, 'Too many requests', 'Wait a minute, then try again.'),
  'went-wrong': kind(
    500,
    'Sorry, something went wrong',
    'It is our fault. Nothing was changed unless we told you so. Try again later.',
  ),
  unavailable: kind(503, 'Sorry, this is not available at the moment', 'The records cannot be reached.'),
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof problemKinds;

function kind(status: number, title: string, detail: string): Kind {
  return { status, title, detail };
}

/** Ends a request with a problem. Thrown, or given to `next`; it becomes problem+json for a program and a page for a person. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  /** Where a person goes on after signing in. */
  readonly goOn: string | undefined;
  /** What a person is asked to be sure of. */
  readonly asks: readonly string[];

  constructor(about: {
    status: number;
    code: string;
    title: string;
    detail: string;
    errors?: readonly FieldProblem[];
    headers?: Readonly<Record<string, string>>;
    goOn?: string;
    asks?: readonly string[];
  }) {
    super(about.code);
    this.name = 'ProblemError';
    this.status = about.status;
    this.code = about.code;
    this.title = about.title;
    this.detail = about.detail;
    this.errors = about.errors ?? [];
    this.headers = about.headers ?? {};
    this.goOn = about.goOn;
    this.asks = about.asks ?? [];
  }
}

/** A problem of a known kind, with its own detail, fields and headers where there is more to say. */
export function problemError(
  code: ProblemCode,
  more: {
    detail?: string;
    errors?: readonly FieldProblem[];
    headers?: Readonly<Record<string, string>>;
    goOn?: string;
  } = {},
): ProblemError {
  return new ProblemError({ ...problemKinds[code], code, ...more });
}

/** A command that the rules refuse: 409, with the words that the action has for it. */
export function refusal(code: string, detail: string, asks: readonly string[] = []): ProblemError {
  return new ProblemError({ status: 409, code, title: 'This cannot be done now', detail, asks });
}

/** The document that is sent. `base` is the path under which the help pages of the types are found. */
export function problemDocument(error: ProblemError, base: string, traceId: string): Problem {
  return {
    type: `${base}/problems/${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.detail,
    code: error.code,
    traceId,
    ...(error.errors.length > 0 ? { errors: error.errors.map(({ code: _, ...sent }) => sent) } : {}),
  };
}

/** A fault of one field, from its path. */
export function fieldProblem(
  where: FieldProblem['in'],
  path: readonly PropertyKey[],
  detail: string,
): FieldProblem {
  const steps = path.map((step) => String(step).slice(0, 64));
  return {
    in: where,
    pointer: steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    field: steps.join('.'),
    detail,
    ...(detail === notADate.asText ? { code: 'not-a-date' } : {}),
  };
}
