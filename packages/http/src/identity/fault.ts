/** An error that may be shown to a person: its status, a code for programs and words for people. */
export type Fault = Error & { status: number; code: string; headers?: Record<string, string> };

export function fault(status: number, code: string, words: string, headers?: Record<string, string>): Fault {
  return Object.assign(new Error(words), { status, code, ...(headers && { headers }) });
}

/** The sign-in provider does not answer. Nothing is guessed about the person meanwhile. */
export function providerAway(cause: unknown): Fault {
  const away = fault(
    503,
    'sign-in-unavailable',
    'The sign-in service does not answer. Try again in a minute.',
    { 'Retry-After': '10' },
  );
  away.cause = cause;
  return away;
}

/** A token that was shown and is not good. RFC 6750, section 3.1. */
export function badToken(words: string): Fault {
  return fault(401, 'invalid-token', words, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
}
