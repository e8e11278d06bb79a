import { TransientFailure } from '@waymark/messaging';
import type { Log } from '@waymark/messaging';
import { connect } from './connect.ts';
import { deadLetterCommand, deadLetterUsage, tendDeadLetters } from './dead-letters.ts';
import { mongoParkingLot } from './parking-lot.ts';

/** What the surroundings give: where the database is if the command does not say, and where words go. */
export type Surroundings = {
  mongoUrl: string | undefined;
  say(line: string): void;
  complain(line: string): void;
};

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => silent,
};

/** `npm run dlq`: list, show, replay or drop what a service has put aside. Answers with the exit code. */
export async function deadLetterCli(
  args: readonly string[],
  { mongoUrl, say, complain }: Surroundings,
): Promise<number> {
  const asked = deadLetterCommand(args);
  if (asked === undefined) {
    complain(deadLetterUsage);
    return 64;
  }
  const url = databaseUrl(asked.mongo ?? mongoUrl, asked.service);
  if (url === undefined) {
    complain('Say where the database is: --mongo URL, or MONGO_URL in the environment.');
    return 64;
  }
  try {
    const db = await connect(url, { log: silent, appName: 'waymark-dlq' });
    try {
      return await tendDeadLetters(mongoParkingLot(db), asked.wanted, say);
    } finally {
      await db.close();
    }
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    complain('The database does not answer.');
    return 69;
  }
}

/** The database of a service on that server; without a service, the one that the address names. */
function databaseUrl(url: string | undefined, service: string | undefined): string | undefined {
  if (url === undefined || service === undefined) return url;
  const [, server, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return server === undefined ? undefined : `${server}/${service}${options}`;
}
