import { setTimeout as pause } from 'node:timers/promises';

/** A signal that one task waits for; raised while nobody waits, it is received at once by the next. */
export function wakeUpSignal(): { raise(): void; received(): Promise<void> } {
  let raised = Promise.withResolvers<void>();
  return {
    raise: () => raised.resolve(),
    received: async () => {
      await raised.promise;
      raised = Promise.withResolvers<void>();
    },
  };
}

/** Wait so long, or until the signal aborts. */
export async function idle(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
