import type { Clock } from '@waymark/care-types';
import { z } from 'zod';
import { readAccessToken } from './access-token.ts';
import type { IdentityConfig } from './config.ts';
import { cookieIn, setCookie } from './cookies.ts';
import { sealer } from './sealed.ts';

/** A signed-in person, in a cookie. Times are seconds since 1970. The token was checked before it got in here. */
const Session = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  began: z.number(),
  seen: z.number(),
});
export type Session = z.infer<typeof Session>;

/** However busy a person is: after this they sign in again. */
const longest = { hours: 8 };
/** What browsers keep of one cookie, name and attributes included. */
const cookieBytes = 4096;

/** Sealed session cookies. They end after idle minutes without a request, and at the latest after eight hours. */
export function sessions(config: IdentityConfig, clock: Clock) {
  const { seal, open, openLate } = sealer(config.SESSION_KEY, 'session', Session, clock);
  const nowSeconds = () => Math.floor(clock.now().epochMilliseconds / 1000);
  const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);

  async function cookie(session: Session): Promise<string> {
    const idleEnd = at(session.seen).add({ minutes: config.SESSION_IDLE_MINUTES });
    const lastEnd = at(session.began).add(longest);
    const until = Temporal.Instant.compare(idleEnd, lastEnd) < 0 ? idleEnd : lastEnd;
    const written = setCookie(config.PUBLIC_URL, 'waymark', await seal(session, until));
    if (written.length > cookieBytes)
      throw new Error(
        `the provider's tokens are too long for a cookie: ${written.length} of ${cookieBytes} bytes`,
      );
    return written;
  }

  return {
    /** The Set-Cookie value for a person who has just signed in. */
    begin: (tokens: Pick<Session, 'accessToken' | 'refreshToken'>) =>
      cookie({ ...tokens, began: nowSeconds(), seen: nowSeconds() }),
    /** The Set-Cookie value for one who is still here, with newer tokens if there are any. */
    prolong: (session: Session, tokens: Partial<Session> = {}) =>
      cookie({ ...session, ...tokens, seen: nowSeconds() }),
    /** A cookie need not be written for each request: once in a fifteenth of the idle time is enough. */
    isDue: (session: Session) => nowSeconds() - session.seen >= config.SESSION_IDLE_MINUTES * 4,
    end: () => setCookie(config.PUBLIC_URL, 'waymark', ''),
    /** Whose session it was, over or not: to keep what they had typed, never to let them in. */
    async personIn(cookieHeader: string | undefined): Promise<string | undefined> {
      const sealed = cookieIn(cookieHeader, config.PUBLIC_URL, 'waymark');
      const session = sealed === undefined ? undefined : await openLate(sealed);
      return session && readAccessToken(session.accessToken)?.viewer.id;
    },
    async open(cookieHeader: string | undefined): Promise<Session | undefined> {
      const sealed = cookieIn(cookieHeader, config.PUBLIC_URL, 'waymark');
      return sealed === undefined ? undefined : open(sealed);
    },
  };
}
