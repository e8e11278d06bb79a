import type { Log } from '@waymark/decisions';
import { boundedFetch, NoAnswerError, type BoundedFetch } from '@waymark/http';
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

/**
 * Messages by GOV.UK Notify, within the bounds of `boundedFetch`. A message that is refused for the moment is tried once
 * more; not one that had no answer in time, for it may have been taken over. The log is told the status alone: neither
 * who it is for nor what it says.
 */
export function notify(
  { url, apiKey, templates }: NotifySettings,
  { log, ask = boundedFetch() }: { log: Pick<Log, 'warn'>; ask?: BoundedFetch },
): Messages {
  const client = new NotifyClient(url, apiKey);
  client.setClient(overFetch(ask));

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
      if (error instanceof NoAnswerError) return 'no-answer';
      return status === 400 ? 'refused' : 'away';
    }
  };
  return {
    async send(...message) {
      const first = await attempt(...message);
      const came = first === 'away' ? await attempt(...message) : first;
      return came === 'no-answer' ? 'away' : came;
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
function overFetch(ask: BoundedFetch): HttpClient {
  const post = async ({ method, url, data, headers }: Posted) => {
    const response = await ask(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(data),
      redirect: 'error',
    });
    if (!response.ok) throw new Refused(response.status);
    return { status: response.status, data: await response.json() };
  };
  return post as unknown as HttpClient;
}
