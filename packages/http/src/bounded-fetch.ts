/** How long a whole call may take: connecting, headers and body, in milliseconds. */
const answerWithin = 2_000;
/** How long a peer that did not answer in time is left alone. */
const leftAloneFor = 5_000;

type Bounds = { within?: number; leftAlone?: number; now?: () => number };

/** The peer did not answer in time, now or a moment ago. What did answer, or refused to, is no such thing. */
export class NoAnswerError extends TypeError {
  constructor(cause?: unknown) {
    super('There was no answer in time', { cause });
    this.name = 'NoAnswerError';
  }
}

export type BoundedFetch = (url: string | URL, options?: RequestInit) => Promise<Response>;

/**
 * Calls to one peer over HTTP. A call is over within two seconds, body and all. A peer that is frozen takes connections
 * and says nothing: after one call without an answer, further ones fail at once for five seconds; then one of them
 * tries while the others go on without. So of all who wait for a page, few wait for a peer that is not there. One that
 * refuses does so quickly, and is asked each time. Throws NoAnswerError, or what `fetch` throws.
 */
export function boundedFetch({
  within = answerWithin,
  leftAlone = leftAloneFor,
  now = () => performance.now(),
}: Bounds = {}): BoundedFetch {
  let silentUntil: number | undefined;
  let trying = false;

  async function attempt(url: string | URL, options: RequestInit): Promise<Response> {
    const over = AbortSignal.timeout(within);
    const signal = options.signal ? AbortSignal.any([options.signal, over]) : over;
    try {
      const answer = await withBody(await fetch(url, { ...options, signal }));
      silentUntil = undefined;
      return answer;
    } catch (error) {
      if (!over.aborted) throw error;
      silentUntil = now() + leftAlone;
      throw new NoAnswerError(error);
    }
  }

  return async (url, options = {}) => {
    if (silentUntil === undefined) return attempt(url, options);
    if (trying || now() < silentUntil) throw new NoAnswerError();
    trying = true;
    return attempt(url, options).finally(() => (trying = false));
  };
}

/** The same answer with its body at hand. */
async function withBody(answer: Response): Promise<Response> {
  const body = await answer.arrayBuffer();
  const { status, statusText, headers } = answer;
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
}
