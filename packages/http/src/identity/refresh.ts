import * as openid from 'openid-client';
import type { Viewer } from '@waymark/policy';
import type { AccessToken } from './access-token.ts';
import { providerAway, type Fault } from './fault.ts';
import type { Provider } from './provider.ts';
import type { Session } from './session.ts';

export type Refreshed = {
  tokens: { accessToken: string; refreshToken: string };
  viewer: Omit<Viewer, 'via'>;
};

/**
 * Gets a new access token, and with it the rights that the person has now. Requests that come together share one
 * exchange, since a refresh token may be good for one use. undefined when the provider says that it is over;
 * rejects with a 503 fault when the provider does not answer.
 */
export function refreshing(
  provider: () => Promise<Provider>,
  check: (token: string) => Promise<AccessToken>,
) {
  const underWay = new Map<string, Promise<Refreshed | undefined>>();

  async function exchange(refreshToken: string): Promise<Refreshed | undefined> {
    const { client } = await provider();
    const answer = await openid.refreshTokenGrant(client, refreshToken).catch((error: unknown) => {
      if (error instanceof openid.ResponseBodyError && error.status < 500) return undefined;
      throw providerAway(error);
    });
    if (!answer) return undefined;
    const checked = await check(answer.access_token).catch((error: unknown) => {
      if ((error as Fault).status === 401) return undefined;
      throw error;
    });
    if (!checked) return undefined;
    const { viewer } = checked;
    return {
      tokens: { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? refreshToken },
      viewer,
    };
  }

  return async ({ refreshToken }: Session): Promise<Refreshed | undefined> => {
    if (refreshToken === undefined) return undefined;
    const shared =
      underWay.get(refreshToken) ?? exchange(refreshToken).finally(() => underWay.delete(refreshToken));
    underWay.set(refreshToken, shared);
    return shared;
  };
}
