/** For how long a code works, in minutes, and how often it may be typed wrongly. */
export const codeWorksMinutes = 30;
export const mostTries = 5;

/** How many codes may be sent for one request within an hour. */
export const mostCodes = 4;

/** A code that was sent to a family, as a keyed hash. Instants are in UTC. */
export type SentCode = { hash: string; until: string; wrong: number };

export type CodeStanding = 'works' | 'wrong' | 'over';

/** Whether a code of this hash is the one that was sent, while it works. A code that was tried too often is over. */
export function codeStanding(code: SentCode | null, hash: string, at: string): CodeStanding {
  if (code === null || code.wrong >= mostTries || isAfter(at, code.until)) return 'over';
  return code.hash === hash ? 'works' : 'wrong';
}

/** Whether one more code may be sent, after those that were sent at these instants. */
export function maySendCode(sentAt: readonly string[], at: string): boolean {
  return withinAnHour(sentAt, at).length < mostCodes;
}

/** The instants of the last hour: older ones no longer count. */
export function withinAnHour(instants: readonly string[], at: string): string[] {
  const since = Temporal.Instant.from(at).subtract({ hours: 1 });
  return instants.filter((each) => Temporal.Instant.compare(Temporal.Instant.from(each), since) > 0);
}

function isAfter(at: string, until: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at), Temporal.Instant.from(until)) >= 0;
}
