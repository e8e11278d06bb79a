import type { Log } from '@waymark/decisions';
import { OwnWork, type BoundedFetch, type WorkLine } from '@waymark/http';

/** What each service holds of the work of a role, to name what is missing. */
const held: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/referrals': {
    clinician: 'Triage, and requests from families',
    triage: 'Triage, and requests from families',
    referrer: 'Your referrals',
    operator: 'Imported files',
  },
  '/pathways': {
    clinician: 'Priority reviews',
    triage: 'Priority reviews',
    commissioner: 'The number of open waits',
  },
  '/support': {
    practitioner: 'The directory of support',
    commissioner: 'The directory of support',
    family: 'Your family’s page',
  },
};

export type Start = {
  who: NonNullable<OwnWork['who']> | undefined;
  lines: WorkLine[];
  /** What cannot be said because its service does not answer. */
  missing: string[];
  /** No service says who asks, and one or more of them do not answer. */
  away: boolean;
  /** The session cookie, where a service has prolonged it. */
  cookies: string[];
};

/**
 * Who asks, and what waits for them, as each service says it of its own stores at this moment: asked with the cookies of the
 * person, so that each says what it would say to them. One that does not answer in time costs its lines alone.
 */
export async function ownWorkOf(
  targets: Readonly<Record<string, string>>,
  cookie: string,
  { log, askOf }: { log: Log; askOf: (prefix: string) => BoundedFetch },
): Promise<Start> {
  const services = Object.keys(held).filter((prefix) => targets[prefix] !== undefined);
  const asked = await Promise.all(
    services.map(async (prefix) => ({
      prefix,
      answer: await ask(askOf(prefix), `${String(targets[prefix])}${prefix}/api/own-work`, cookie).catch(
        (error: unknown) => {
          log.warn(
            { prefix, reason: error instanceof Error ? error.name : 'unknown' },
            'The own work of a person could not be read',
          );
          return undefined;
        },
      ),
    })),
  );
  const who = asked.find(({ answer }) => answer?.work.who)?.answer?.work.who ?? undefined;
  return {
    who,
    lines: asked.flatMap(({ answer }) => answer?.work.lines ?? []),
    missing: asked
      .filter(({ answer }) => answer === undefined)
      .flatMap(({ prefix }) => {
        const words = who?.roles.map((role) => held[prefix]?.[role]) ?? [];
        return [...new Set(words)].filter((each) => each !== undefined);
      }),
    away: who === undefined && asked.some(({ answer }) => answer === undefined),
    cookies: asked.find(({ answer }) => (answer?.cookies.length ?? 0) > 0)?.answer?.cookies ?? [],
  };
}

async function ask(
  bounded: BoundedFetch,
  address: string,
  cookie: string,
): Promise<{ work: OwnWork; cookies: string[] }> {
  const response = await bounded(address, { headers: { cookie, accept: 'application/json' } });
  if (!response.ok) throw new Error(`It answered ${response.status}`);
  return { work: OwnWork.parse(await response.json()), cookies: response.headers.getSetCookie() };
}
