/** How far a long run is, on standard error. */
export type Progress = { says(words: () => string): void; ends(): void };

const quietMs = 2_000;
const onTerminalMs = 500;
const elsewhereMs = 10_000;

/**
 * Says how far it is: on a terminal on one line that changes, elsewhere a line every ten seconds; nothing of a run that
 * is over within two seconds.
 */
export function progressOn(
  err: NodeJS.WritableStream & { isTTY?: boolean },
  now: () => number = () => performance.now(),
): Progress {
  const terminal = err.isTTY === true;
  let next = now() + (terminal ? quietMs : elsewhereMs);
  let shown = false;
  return {
    says(words) {
      if (now() < next) return;
      next = now() + (terminal ? onTerminalMs : elsewhereMs);
      err.write(terminal ? `\r\u001b[K${words()}` : `${words()}\n`);
      shown = terminal;
    },
    ends() {
      if (shown) err.write('\r\u001b[K');
      shown = false;
    },
  };
}
