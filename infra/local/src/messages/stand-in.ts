import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { renderer, type PageContext } from '@waymark/web';
import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';

/** A message that was taken over. It is in memory alone. */
export type KeptMessage = {
  at: string;
  by: 'email' | 'text';
  to: string;
  template: string;
  words: Readonly<Record<string, string>>;
};

export type MessagesStandIn = {
  app: Express;
  /** The newest first. */
  kept: readonly KeptMessage[];
};

const mostKept = 200;
/** How far the time in a token may be from ours, in seconds, as at GOV.UK Notify. */
const tokenSeconds = 30;

const Words = z.record(z.string(), z.coerce.string()).default({});
const Email = z.object({ template_id: z.uuid(), email_address: z.email(), personalisation: Words });
const Text = z.object({
  template_id: z.uuid(),
  phone_number: z.string().regex(/^\+?[0-9 ()-]{10,20}$/),
  personalisation: Words,
});
const Token = z
  .string()
  .transform((payload, context) => {
    try {
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'The token is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.object({ iss: z.uuid(), iat: z.number() }));

/**
 * The two routes of GOV.UK Notify by which a message is sent, for demo and tests: the token is checked, the message is
 * kept in memory and shown at `/messages`. Nothing is ever sent on.
 */
export function messagesStandIn(apiKey: string, { demo }: { demo: boolean }): MessagesStandIn {
  const kept: KeptMessage[] = [];
  const render = renderer({ templates: [import.meta.dirname] });
  const page: PageContext = { nav: [], current: '/messages', basePath: '', service: 'messages', demo };

  const keep = (by: KeptMessage['by'], to: string, template: string, words: KeptMessage['words']) => {
    kept.unshift({ at: new Date().toISOString(), by, to, template, words });
    kept.length = Math.min(kept.length, mostKept);
  };

  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', (_request, response) => void response.type('text/plain').send('live'));
  app.get('/messages', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.send(render('page.njk', { kept: kept.map(shown) }, page));
  });
  app.use('/v2/notifications', express.json({ limit: '64kb' }), (request, response, next) => {
    const fault = faultInToken(request.get('authorization'), apiKey);
    if (fault === undefined) next();
    else refuse(response, 403, 'AuthError', fault);
  });
  app.post('/v2/notifications/email', (request, response) => {
    const { data } = Email.safeParse(request.body);
    if (!data) return refuse(response, 400, 'ValidationError', 'email_address Not a valid email address');
    keep('email', data.email_address, data.template_id, data.personalisation);
    accept(request, response);
  });
  app.post('/v2/notifications/sms', (request, response) => {
    const { data } = Text.safeParse(request.body);
    if (!data) return refuse(response, 400, 'ValidationError', 'phone_number Not a UK mobile number');
    keep('text', data.phone_number, data.template_id, data.personalisation);
    accept(request, response);
  });
  app.use((_request, response) => refuse(response, 404, 'NotFound', 'There is nothing at this address'));
  app.use(((_error, _request, response, next) => {
    if (response.headersSent) return next(_error);
    refuse(response, 400, 'BadRequestError', 'The body cannot be read');
  }) satisfies express.ErrorRequestHandler);
  return { app, kept };
}

/** What is wrong with the token of a request; undefined where nothing is. */
function faultInToken(authorization: string | undefined, apiKey: string): string | undefined {
  const [header = '', payload = '', signature = '', ...more] = (authorization ?? '')
    .replace(/^Bearer /, '')
    .split('.');
  if (more.length > 0 || signature === '')
    return 'Unauthorized: authentication bearer token must be provided';
  const secret = apiKey.slice(-36);
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return 'Invalid token: API key not found';
  const token = Token.safeParse(payload).data;
  if (token?.iss !== apiKey.slice(-73, -37)) return 'Invalid token: service not found';
  return Math.abs(Date.now() / 1000 - token.iat) > tokenSeconds
    ? 'Error: Your system clock must be accurate to within 30 seconds'
    : undefined;
}

function accept(request: Request, response: Response): void {
  response.status(201).json({ id: randomUUID(), uri: request.originalUrl, content: {} });
}

function refuse(response: Response, status: number, error: string, message: string): void {
  response.status(status).json({ status_code: status, errors: [{ error, message }] });
}

function shown({ at, by, to, words }: KeptMessage) {
  return { at: at.slice(11, 19), day: at.slice(0, 10), by, to, words: Object.entries(words) };
}
