import type { Clock } from '@waymark/care-types';
import { z } from 'zod';
import type { IdentityConfig } from './config.ts';
import { cookieIn, setCookie } from './cookies.ts';
import { sealer } from './sealed.ts';

type Settings = Pick<IdentityConfig, 'PUBLIC_URL' | 'SESSION_KEY'>;

export type RequestCookie = {
  /** A Set-Cookie value: the browser keeps it until it is closed, and it opens until an instant. */
  seal(requestId: string, until: Temporal.Instant): Promise<string>;
  /** The request of a Cookie header; undefined for none, and for one that is foreign, altered or out of date. */
  open(cookieHeader: string | undefined): Promise<string | undefined>;
  /** A Set-Cookie value that takes it away, for a computer that others use too. */
  clear(): string;
};

/** The cookie by which somebody without an account goes on with what they began to write. It seals an id alone. */
export function requestCookie(config: Settings, clock: Clock): RequestCookie {
  const sealed = sealer(config.SESSION_KEY, 'request', z.object({ requestId: z.string().min(1) }), clock);
  return {
    seal: async (requestId, until) =>
      setCookie(config.PUBLIC_URL, 'waymark-request', await sealed.seal({ requestId }, until)),
    async open(cookieHeader) {
      const content = cookieIn(cookieHeader, config.PUBLIC_URL, 'waymark-request');
      return content === undefined ? undefined : (await sealed.open(content))?.requestId;
    },
    clear: () => setCookie(config.PUBLIC_URL, 'waymark-request', ''),
  };
}
