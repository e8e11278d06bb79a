import { createServer, type IncomingMessage, type Server } from 'node:http';
import { assets } from '@waymark/web';
import express from 'express';
import type Provider from 'oidc-provider';
import { providerKeys } from './keys.ts';
import { claimsOf, openIdProvider, resource, tokensFor, type Client } from './openid.ts';
import { pagesAt, signOutScript } from './pages.ts';
import { demoPeople, type DemoPerson } from './people.ts';

export type { Client } from './openid.ts';

type Settings = {
  /** The address under which people and services find it, path included. */
  issuer: string;
  clients: readonly Client[];
  people?: readonly DemoPerson[];
  /** Where its keys are kept. */
  dataDir: string;
};

type Context = Parameters<Parameters<Provider['use']>[0]>[0];
const bodyBytes = 4096;

/**
 * The demo sign-in: a real OpenID provider whose people have no passwords. Beside the standard endpoints it has
 * `POST <issuer>/demo-token` with `{"person": "demo-clinician"}`, which answers a bearer token for trying the API.
 */
export function identityProvider({ issuer, clients, people = demoPeople, dataDir }: Settings): Server {
  const { host, pathname, protocol, origin } = new URL(issuer);
  const mount = pathname.replace(/\/$/, '');
  const pages = pagesAt(mount);
  const provider = openIdProvider({ issuer, clients, people, keys: providerKeys(dataDir), pages });
  // The address is the issuer's, whatever the request says of itself; `createServer` below writes it down.
  provider.proxy = true;
  const formTargets = [
    ...new Set(clients.flatMap((client) => client.redirectUris.map((uri) => new URL(uri).origin))),
  ];

  const stylesAndScripts = express().use('/assets', assets());

  provider.use(async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; " +
        `frame-ancestors 'none'; form-action 'self' ${[origin, ...formTargets].join(' ')}`,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    if (ctx.method === 'GET' && ctx.path === '/sign-out.js') {
      ctx.type = 'text/javascript';
      ctx.body = signOutScript;
    } else if (ctx.path.startsWith('/interaction/')) await interact(ctx);
    else if (ctx.path === '/demo-token') await demoToken(ctx);
    else await next();
  });

  async function interact(ctx: Context): Promise<void> {
    ctx.set('Cache-Control', 'no-store');
    const interaction = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined);
    if (interaction?.prompt.name !== 'login')
      return refuse(ctx, 400, 'This sign-in has run out, or was finished before.');
    if (ctx.method === 'GET') {
      ctx.type = 'html';
      ctx.body = pages.signIn(people, `${mount}/interaction/${interaction.uid}`);
      return;
    }
    const chosen = new URLSearchParams(await bodyOf(ctx.req)).get('person');
    const person = people.find(({ id }) => id === chosen);
    if (ctx.method !== 'POST' || !person) return refuse(ctx, 400, 'Choose one of the demo people.');
    ctx.status = 303;
    ctx.redirect(
      await provider.interactionResult(ctx.req, ctx.res, { login: { accountId: person.id, remember: true } }),
    );
  }

  async function demoToken(ctx: Context): Promise<void> {
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'POST' || !ctx.is('application/json'))
      return refuseToken(ctx, 'Send POST with JSON: {"person": "demo-clinician"}');
    const asked = readJson(await bodyOf(ctx.req)) as { person?: unknown } | undefined;
    const person = people.find(({ id }) => id === asked?.person);
    const client = await provider.Client.find(clients[0]?.id ?? '');
    if (!person || !client)
      return refuseToken(ctx, `person is one of: ${people.map(({ id }) => id).join(', ')}`);
    const token = new provider.AccessToken({
      accountId: person.id,
      client,
      grantId: 'demo',
      gty: 'demo',
      scope: '',
    });
    token.resourceServer = new provider.ResourceServer(resource, tokensFor);
    token.extra = claimsOf(person);
    ctx.body = {
      access_token: await token.save(),
      token_type: 'Bearer',
      expires_in: tokensFor.accessTokenTTL,
    };
  }

  function refuse(ctx: Context, status: number, words: string): void {
    ctx.status = status;
    ctx.type = 'html';
    ctx.body = pages.fault(words);
  }

  const handle = provider.callback();
  return createServer((req, res) => {
    if (req.url?.startsWith('/assets/')) return void stylesAndScripts(req, res);
    if (mount !== '' && !req.url?.startsWith(`${mount}/`)) {
      res.writeHead(404).end();
      return;
    }
    Object.assign(req, { originalUrl: req.url });
    req.url = req.url?.slice(mount.length) ?? '/';
    req.headers['host'] = host;
    req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete req.headers['x-forwarded-host'];
    void handle(req, res);
  });
}

function refuseToken(ctx: Context, words: string): void {
  ctx.status = 400;
  ctx.body = { error: 'invalid_request', error_description: words };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyBytes) chunks.push(chunk);
  }
  return bytes <= bodyBytes ? Buffer.concat(chunks).toString('utf8') : '';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
