import type { Clock } from '@waymark/care-types';
import type { RequestHandler, Response } from 'express';
import { anonymous, type Viewer } from '@waymark/policy';
import { readAccessToken, type AccessToken } from './access-token.ts';
import type { IdentityConfig } from './config.ts';
import { openFamily } from './family-session.ts';
import { badToken } from './fault.ts';
import type { refreshing } from './refresh.ts';
import type { Session, sessions } from './session.ts';
import { setViewer } from './viewer-of.ts';

type Dependencies = {
  config: IdentityConfig;
  clock: Clock;
  check: (token: string) => Promise<AccessToken>;
  sessions: ReturnType<typeof sessions>;
  refresh: ReturnType<typeof refreshing>;
};

/**
 * Finds the person behind a request: by bearer token, else by session cookie, else nobody; a family by the cookie
 * of its own. A bad bearer token is a 401 fault; a bad cookie is as good as none.
 */
export function identifying(dependencies: Dependencies): RequestHandler {
  return async (req, res, next) => {
    const authorization = req.get('authorization');
    if (authorization !== undefined) {
      const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
      if (token === undefined) throw badToken('Send the access token as "Authorization: Bearer …".');
      setViewer(res, { ...(await dependencies.check(token)).viewer, via: 'bearer' });
      return next();
    }
    const staff = await bySession(dependencies, req.headers.cookie, res);
    const pathwayId = await openFamily(dependencies.config, dependencies.clock, req.headers.cookie);
    setViewer(res, pathwayId === undefined ? (staff ?? anonymous) : withFamily(staff, pathwayId));
    next();
  };
}

function withFamily(staff: Viewer | undefined, pathwayId: string): Viewer {
  if (staff) return { ...staff, roles: [...staff.roles, 'family'], pathwayId };
  return { id: `family:${pathwayId}`, roles: ['family'], name: '', pathwayId, via: 'cookie' };
}

async function bySession(
  dependencies: Dependencies,
  cookies: string | undefined,
  res: Response,
): Promise<Viewer | undefined> {
  const session = await dependencies.sessions.open(cookies);
  const held = session && readAccessToken(session.accessToken);
  if (!session || !held) return undefined;
  if (Temporal.Instant.compare(dependencies.clock.now(), held.ends) >= 0)
    return byRefresh(dependencies, session, res);
  if (dependencies.sessions.isDue(session))
    res.append('Set-Cookie', await dependencies.sessions.prolong(session));
  return { ...held.viewer, via: 'cookie' };
}

async function byRefresh(
  dependencies: Dependencies,
  session: Session,
  res: Response,
): Promise<Viewer | undefined> {
  const fresh = await dependencies.refresh(session);
  if (!fresh) {
    res.append('Set-Cookie', dependencies.sessions.end());
    return undefined;
  }
  res.append('Set-Cookie', await dependencies.sessions.prolong(session, fresh.tokens));
  return { ...fresh.viewer, via: 'cookie' };
}
