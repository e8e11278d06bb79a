import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { Router } from 'express';
import * as openid from 'openid-client';
import { z } from 'zod';
import { readAccessToken, type AccessToken } from './access-token.ts';
import type { IdentityConfig } from './config.ts';
import { cookieIn, setCookie } from './cookies.ts';
import { clearFamily } from './family-session.ts';
import { fault, providerAway } from './fault.ts';
import type { Provider } from './provider.ts';
import { safeReturn } from './return-to.ts';
import { sealer } from './sealed.ts';
import type { sessions } from './session.ts';

/** What must be remembered while the person is at the provider. */
const Attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});
const attemptTime = { minutes: 10 };

type Dependencies = {
  config: IdentityConfig;
  clock: Clock;
  log: Pick<Log, 'warn' | 'error'>;
  provider: () => Promise<Provider>;
  check: (token: string) => Promise<AccessToken>;
  sessions: ReturnType<typeof sessions>;
};

/** GET /sign-in, GET /signed-in and POST /sign-out: OpenID Connect by code flow with PKCE, state and nonce. */
export function signInRoutes({ config, clock, log, provider, check, sessions }: Dependencies): Router {
  const attempts = sealer(config.SESSION_KEY, 'sign-in', Attempt, clock);
  const comeBackTo = new URL(`${config.BASE_PATH}/signed-in`, config.PUBLIC_URL).href;
  const again = () =>
    fault(
      400,
      'sign-in-not-finished',
      'Signing in was not finished, or took more than ten minutes. Please sign in again.',
    );
  const router = Router();

  router.get('/sign-in', async (req, res) => {
    const { client } = await provider();
    const verifier = openid.randomPKCECodeVerifier();
    const attempt = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier,
      returnTo: safeReturn(req.query['returnTo'], '/'),
    };
    const goTo = openid.buildAuthorizationUrl(client, {
      redirect_uri: comeBackTo,
      scope: 'openid profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const sealed = await attempts.seal(attempt, clock.now().add(attemptTime));
    res.append('Set-Cookie', setCookie(config.PUBLIC_URL, 'waymark-sign-in', sealed));
    res.set('Cache-Control', 'no-store').redirect(303, goTo.href);
  });

  router.get('/signed-in', async (req, res) => {
    const sealed = cookieIn(req.headers.cookie, config.PUBLIC_URL, 'waymark-sign-in');
    const attempt = sealed === undefined ? undefined : await attempts.open(sealed);
    if (!attempt) throw again();
    const { client } = await provider();
    const answer = await openid
      .authorizationCodeGrant(client, new URL(comeBackTo + new URL(req.originalUrl, comeBackTo).search), {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        if (isNoAnswer(error)) throw providerAway(error);
        log.warn({ code: codeOf(error) }, 'A sign-in was refused');
        throw again();
      });
    const { viewer } = await check(answer.access_token).catch((error: unknown) => {
      log.error(
        { audience: config.OIDC_AUDIENCE },
        'The provider gave an access token that is not accepted here',
      );
      throw error;
    });
    if (viewer.id !== answer.claims()?.sub) throw again();
    const { access_token: accessToken, refresh_token: refreshToken } = answer;
    res.append('Set-Cookie', setCookie(config.PUBLIC_URL, 'waymark-sign-in', ''));
    res.append('Set-Cookie', await sessions.begin({ accessToken, ...(refreshToken && { refreshToken }) }));
    res.set('Cache-Control', 'no-store').redirect(303, attempt.returnTo);
  });

  router.post('/sign-out', async (req, res) => {
    const session = await sessions.open(req.headers.cookie);
    const person = session && readAccessToken(session.accessToken)?.viewer.id;
    res.append('Set-Cookie', sessions.end());
    res.append('Set-Cookie', clearFamily(config));
    res
      .set('Cache-Control', 'no-store')
      .redirect(303, person === undefined ? '/' : await endAtProvider(person));
  });

  /** Signing out here must work when the provider is away: then there is nothing more to do. */
  async function endAtProvider(person: string): Promise<string> {
    const found = await provider().catch(() => undefined);
    if (!found?.client.serverMetadata().end_session_endpoint) return '/';
    return openid.buildEndSessionUrl(found.client, {
      post_logout_redirect_uri: new URL('/', config.PUBLIC_URL).href,
      logout_hint: person,
    }).href;
  }

  return router;
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof openid.ResponseBodyError && error.status >= 500);
}

function codeOf(error: unknown): string {
  return error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError
    ? error.error
    : error instanceof openid.ClientError
      ? (error.code ?? 'client-error')
      : 'unknown';
}
