import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { messagesStandIn, type KeptMessage } from './stand-in.ts';

/** The templates of the demo: they only tell the messages apart. */
export const demoTemplates = {
  NOTIFY_CODE_EMAIL: '7a1f2c1e-3b0d-4e52-9c27-000000000001',
  NOTIFY_CODE_TEXT: '7a1f2c1e-3b0d-4e52-9c27-000000000002',
  NOTIFY_NOT_TAKEN_EMAIL: '7a1f2c1e-3b0d-4e52-9c27-000000000003',
  NOTIFY_NOT_TAKEN_TEXT: '7a1f2c1e-3b0d-4e52-9c27-000000000004',
} as const;

/** A key as GOV.UK Notify gives them: a name, the id of a service, a secret. */
export function demoNotifyKey(): string {
  return `demo-${randomUUID()}-${randomUUID()}`;
}

/** The stand-in on a free port, with the settings by which a service reaches it. */
export async function listeningMessages() {
  const apiKey = demoNotifyKey();
  const { app, kept } = messagesStandIn(apiKey, { demo: true });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    apiKey,
    settings: { NOTIFY_API_KEY: apiKey, NOTIFY_URL: url, ...demoTemplates },
    kept,
    /** The newest message to an address or number. Throws where there is none. */
    latestTo(to: string): KeptMessage {
      const found = kept.find((message) => message.to === to);
      if (!found) throw new Error('No message was sent there');
      return found;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
