import type { Log } from '@waymark/decisions';
import { NotifyClient } from 'notifications-node-client';

/** Where a family has said that it is reached. */
export type Reached = { by: 'email' | 'text'; to: string };

/** What we write to a family: one template for each, by email and by text. */
export type MessageKind = 'code' | 'not-taken';

/** What became of a message: taken over, refused for good (no such number), or not to be sent just now. */
export type Came = 'sent' | 'refused' | 'away';

export type Messages = {
  send(kind: MessageKind, to: Reached, words: Readonly<Record<string, string>>): Promise<Came>;
};

export type NotifySettings = {
  url: string;
  apiKey: string;
  /** Ids of the templates at GOV.UK Notify. */
  templates: Readonly<Record<MessageKind, Readonly<Record<Reached['by'], string>>>>;
};

/** For how long one attempt may take, in milliseconds; there are two within the time of an answer. */
const attemptWithin = 5_000;

/**
 * Messages by GOV.UK Notify. A message that fails for the moment is tried once more. The log is told the status alone:
 * neither who it is for nor what it says.
 */
export function notify(
  { url, apiKey, templates }: NotifySettings,
  { log, within = attemptWithin }: { log: Pick<Log, 'warn'>; within?: number },
): Messages {
  const client = new NotifyClient(url, apiKey);
  client.setClient(overFetch(within));

  const attempt = async (...[kind, { by, to }, personalisation]: Parameters<Messages['send']>) => {
    try {
      const template = templates[kind][by];
      await (by === 'email'
        ? client.sendEmail(template, to, { personalisation })
        : client.sendSms(template, to, { personalisation }));
      return 'sent';
    } catch (error) {
      const status = error instanceof Refused ? error.status : undefined;
      log.warn({ kind, status }, 'A message was not taken over');
      return status === 400 ? 'refused' : 'away';
    }
  };
  return {
    async send(...message) {
      const first = await attempt(...message);
      return first === 'away' ? attempt(...message) : first;
    },
  };
}

type HttpClient = Parameters<NotifyClient['setClient']>[0];
type Posted = { method: string; url: string; data: unknown; headers: Record<string, string> };

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super('The message was not taken over');
    this.status = status;
  }
}

/** The client's own way over HTTP has no time limit; this one has. */
function overFetch(within: number): HttpClient {
  const post = async ({ method, url, data, headers }: Posted) => {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(data),
      signal: AbortSignal.timeout(within),
      redirect: 'error',
    });
    if (!response.ok) throw new Refused(response.status);
    return { status: response.status, data: await response.json() };
  };
  return post as unknown as HttpClient;
}
