import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '@waymark/care-types';
import { identity, viewerOf, type Fault, type IdentityConfig } from '@waymark/http';
import { assets } from '@waymark/web';
import express from 'express';
import { identityProvider } from './identity-provider.ts';

/** A service of ours, as far as signing in goes: it shows who is there. */
function service(config: IdentityConfig, clock: Clock) {
  const { identify, sameOrigin, routes } = identity(config, {
    clock,
    log: { warn: () => undefined, error: () => undefined },
  });
  const app = express();
  app.use(identify, sameOrigin);
  app.use(config.BASE_PATH, routes);
  app.get(`${config.BASE_PATH}/way-out`, (_req, res) => {
    res.send(`<form method="post" action="${config.BASE_PATH}/sign-out"><button>Leave</button></form>`);
  });
  app.get('/{*any}', (req, res) => {
    const { id, roles, organisation, name } = viewerOf(res);
    res.json({ id, roles, organisation, name, at: req.originalUrl });
  });
  app.use(((error: Fault, _req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status).json({ code: error.code });
  }) satisfies express.ErrorRequestHandler);
  return app;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** One address with the provider and two services behind it, until the test ends. The clock is the services'. */
export async function identitySystem(clock: Clock = systemClock) {
  const dataDir = await mkdtemp(join(tmpdir(), 'waymark-identity-'));
  const behind = new Map<string, (req: never, res: never) => unknown>();
  const gateway = createServer((req, res) => {
    const prefix = `/${req.url?.split(/[/?]/)[1] ?? ''}`;
    const target = behind.get(prefix);
    if (target) target(req as never, res as never);
    else res.writeHead(404).end();
  });
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const url = `http://localhost:${(gateway.address() as AddressInfo).port}`;
  const config: IdentityConfig = {
    PUBLIC_URL: url,
    BASE_PATH: '/referrals',
    OIDC_ISSUER: `${url}/identity`,
    OIDC_CLIENT_ID: 'waymark',
    OIDC_CLIENT_SECRET: randomBytes(32).toString('base64url'),
    OIDC_AUDIENCE: 'waymark',
    OIDC_TOKEN_TYPE: 'at+jwt',
    OIDC_TOKEN_ALGORITHM: 'ES256',
    SESSION_KEY: randomBytes(32).toString('base64url'),
    SESSION_IDLE_MINUTES: 60,
  };
  const openProvider = () => {
    const provider = identityProvider({
      issuer: config.OIDC_ISSUER,
      clients: [
        {
          id: config.OIDC_CLIENT_ID,
          secret: config.OIDC_CLIENT_SECRET,
          redirectUris: ['/referrals', '/support'].map((base) => `${url}${base}/signed-in`),
          afterSignOut: [`${url}/`],
        },
      ],
      dataDir,
    });
    behind.set('/identity', (req, res) => provider.emit('request', req, res));
  };
  openProvider();
  behind.set('/assets', express().use('/assets', assets()));
  behind.set('/', service(config, clock));
  behind.set('/referrals', service(config, clock));
  behind.set('/support', service({ ...config, BASE_PATH: '/support' }, clock));
  open.push(async () => {
    gateway.close();
    gateway.closeAllConnections();
    await once(gateway, 'close');
    await rm(dataDir, { recursive: true });
  });
  return {
    url,
    openProvider,
    closeProvider: () =>
      behind.set('/identity', (_req, res: never) => (res as { destroy(): void }).destroy()),
  };
}
