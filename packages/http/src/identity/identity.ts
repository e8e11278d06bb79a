import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';
import type { RequestHandler, Router } from 'express';
import { accessTokens } from './access-token.ts';
import type { IdentityConfig } from './config.ts';
import { identifying } from './identify.ts';
import { openIdProvider } from './provider.ts';
import { refreshing } from './refresh.ts';
import { sameOrigin } from './same-origin.ts';
import { sessions as sealedSessions } from './session.ts';
import { signInRoutes } from './sign-in.ts';

export type Identity = {
  /** First: who is it? Read the answer by `viewerOf(res)`. */
  identify: RequestHandler;
  /** Then, before anything that changes something: does the request come from our own pages? */
  sameOrigin: RequestHandler;
  /** Who was signed in by the session of a Cookie header, over or not; undefined where nobody was. */
  personBefore(cookies: string | undefined): Promise<string | undefined>;
  /** The sign-in pages, for mounting at the base path. */
  routes: Router;
};

/** Who is behind a request, by one sign-in for all services that share an address, a session key and a provider. */
export function identity(
  config: IdentityConfig,
  { clock, log }: { clock: Clock; log: Pick<Log, 'warn' | 'error'> },
): Identity {
  const provider = openIdProvider(config);
  const check = accessTokens(config, provider, clock);
  const sessions = sealedSessions(config, clock);
  const refresh = refreshing(provider, check);
  return {
    identify: identifying({ config, clock, check, sessions, refresh }),
    sameOrigin,
    personBefore: (cookies) => sessions.personIn(cookies),
    routes: signInRoutes({ config, clock, log, provider, check, sessions }),
  };
}
