import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@waymark/decisions';

/** What a request waits for, and what is done when that is in vain. */
type Waiting = { heardAt: number; giveUp: () => void };

export type Silence = {
  /** Whether the service behind this prefix has not answered for a while. */
  isSilent(prefix: string): boolean;
  /** Follows one request: `giveUp` is called when nothing comes any more. Call the answer for each part that comes. */
  follow(
    prefix: string,
    exchange: { request: IncomingMessage; response: ServerResponse; giveUp: () => void },
  ): () => void;
  close(): void;
};

const lookEvery = 500;
/** After so long without a sign the service is asked whether it is there. */
const patience = 2_000;
/** So long it may take to say so: one that is busy with much is late, and not frozen. */
const sureAfter = 4_000;

/**
 * Tells a service that is frozen from one that is busy: who waits for two seconds without a sign lets it be asked for
 * its health, and where it does not answer that in four more, all who wait are told. It is asked again until
 * it answers; meanwhile nobody waits. Any answer is one: it is the process that is asked, not whether it is well.
 */
export function silence(
  targets: Record<string, string>,
  { log }: { log: Pick<Log, 'warn' | 'info'> },
): Silence {
  const waiting = new Map(Object.keys(targets).map((prefix) => [prefix, new Set<Waiting>()]));
  const silent = new Set<string>();
  const asking = new Set<string>();

  async function ask(prefix: string, target: string): Promise<void> {
    asking.add(prefix);
    const isThere = await answers(new URL('/health/live', target));
    asking.delete(prefix);
    const those = waiting.get(prefix) ?? new Set();
    if (isThere) {
      if (silent.delete(prefix)) log.info({ prefix }, 'a service answers again');
      for (const one of those) one.heardAt = performance.now();
      return;
    }
    if (!silent.has(prefix)) log.warn({ prefix, waiting: those.size }, 'a service is silent');
    silent.add(prefix);
    for (const one of those) one.giveUp();
    those.clear();
  }

  function look(): void {
    const before = performance.now() - patience;
    for (const [prefix, target] of Object.entries(targets)) {
      const isInDoubt = [...(waiting.get(prefix) ?? [])].some(({ heardAt }) => heardAt < before);
      if ((isInDoubt || silent.has(prefix)) && !asking.has(prefix)) void ask(prefix, target);
    }
  }

  const timer = setInterval(look, lookEvery).unref();
  return {
    isSilent: (prefix) => silent.has(prefix),
    follow(prefix, { request, response, giveUp }) {
      const one = { heardAt: performance.now(), giveUp };
      const heard = () => void (one.heardAt = performance.now());
      waiting.get(prefix)?.add(one);
      // A file on its way in is a sign too: a frozen service takes no more of it.
      request.on('data', heard);
      response.once('close', () => waiting.get(prefix)?.delete(one));
      return heard;
    },
    close: () => clearInterval(timer),
  };
}

/** Whether anything answers at this address. A connection that is refused is an answer: that nobody is there shows at once. */
async function answers(url: URL): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(sureAfter), redirect: 'manual' });
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'TimeoutError');
  }
}
