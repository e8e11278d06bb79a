import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';

/** Every port that a start uses, counted from the one the person chose, so that they can be known and freed. */
export function portsFrom(door: number) {
  return {
    door,
    intake: door + 1,
    tracker: door + 2,
    support: door + 3,
    identity: door + 4,
    kafka: door + 5,
    mongo: door + 6,
    kafkaController: door + 7,
    messages: door + 8,
  };
}

export type Ports = ReturnType<typeof portsFrom>;

/** Which of these ports are taken, and by which process as far as the system tells. */
export async function takenPorts(
  ports: Record<string, number>,
): Promise<{ use: string; port: number; by: string | undefined }[]> {
  const taken = [];
  for (const [use, port] of Object.entries(ports)) {
    if (!(await isFree(port))) taken.push({ use, port, by: holderOf(port) });
  }
  return taken;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function holderOf(port: number): string | undefined {
  for (const [command, args, read] of [
    ['ss', ['-ltnpH', `sport = :${port}`], /users:\(\("([^"]+)",pid=(\d+)/],
    ['lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fcp'], /p(\d+)\nc(\S+)/],
  ] as const) {
    try {
      const found = read.exec(
        execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
      if (found?.[1] && found[2]) {
        const [name, pid] = command === 'ss' ? [found[1], found[2]] : [found[2], found[1]];
        return `${name} (process ${pid})`;
      }
    } catch {
      // The tool is not there or may not look: the port is named all the same.
    }
  }
  return undefined;
}
