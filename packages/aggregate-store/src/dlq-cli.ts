import { TransientFailure, type Log } from '@waymark/decisions';
import { connect } from './connect.ts';
import { parseDeadLetterCommand, deadLetterUsage, runDeadLetterCommand } from './dead-letters.ts';
import { mongoParkingLot } from './parking-lot.ts';

/** Where the database is if the command does not name it, and where output goes. */
export type CliEnvironment = {
  mongoUrl: string | undefined;
  print(line: string): void;
  printError(line: string): void;
};

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => silent,
};

/** `npm run dlq`: list, show, replay or drop what a service has parked. Returns the exit code. */
export async function deadLetterCli(
  args: readonly string[],
  { mongoUrl, print, printError }: CliEnvironment,
): Promise<number> {
  const parsed = parseDeadLetterCommand(args);
  if (parsed === undefined) {
    printError(deadLetterUsage);
    return 64;
  }
  const url = databaseUrl(parsed.mongo ?? mongoUrl, parsed.service);
  if (url === undefined) {
    printError('Say where the database is: --mongo URL, or MONGO_URL in the environment.');
    return 64;
  }
  try {
    const db = await connect(url, { log: silent, appName: 'waymark-dlq' });
    try {
      return await runDeadLetterCommand(mongoParkingLot(db), parsed.request, print);
    } finally {
      await db.close();
    }
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    printError('The database does not answer.');
    return 69;
  }
}

/** The database of a service on that server; without a service, the one that the address names. */
function databaseUrl(url: string | undefined, service: string | undefined): string | undefined {
  if (url === undefined || service === undefined) return url;
  const [, server, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return server === undefined ? undefined : `${server}/${service}${options}`;
}
