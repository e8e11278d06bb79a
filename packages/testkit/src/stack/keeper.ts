import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Stack, StackChoice } from './choose.ts';

export type Answer = Pick<Stack, 'kind' | 'kafkaBrokers' | 'mongoUrl'> | { failure: string } | 'stopped';

/**
 * Holds the one stack of a test run: starts it when a test first asks for it, over a local socket, and stops it
 * when asked to. A run of pure tests never asks, and pays nothing.
 */
export async function keepStack(choice: StackChoice, socket: string): Promise<void> {
  let stack: Promise<Stack> | undefined;
  const answer = async (question: string): Promise<Answer> => {
    if (question === '/stop') {
      await (await stack)?.stop();
      return 'stopped';
    }
    stack ??= choice.start();
    const { kind, kafkaBrokers, mongoUrl } = await stack;
    return { kind, kafkaBrokers, mongoUrl };
  };
  const server = createServer((asked, reply) => {
    void answer(asked.url ?? '')
      .catch((error: unknown): Answer => ({
        failure: error instanceof Error ? error.message : String(error),
      }))
      .then((answer) => {
        reply.setHeader('connection', 'close').end(JSON.stringify(answer));
        if (answer === 'stopped') server.close();
      });
  });
  server.listen(socket);
  await once(server, 'listening');
}

/** Ask the keeper for the stack, or to stop it. */
export async function askKeeper(socketPath: string, question: '/stack' | '/stop'): Promise<unknown> {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath, path: question, agent: false }, resolve).once('error', reject).end();
  });
  return JSON.parse(await text(reply));
}
