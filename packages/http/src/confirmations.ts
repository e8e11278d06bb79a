import type { Clock } from '@waymark/care-types';
import { z } from 'zod';
import { cookieIn, setCookie } from './identity/cookies.ts';
import { sealer } from './identity/sealed.ts';

/** What was done, for the page at which an action ends. It holds no name: who it concerns is read from what is stored. */
const Confirmation = z.object({
  person: z.string(),
  /** The path of the page that says it; no other page does. */
  page: z.string(),
  action: z.string(),
  /** What the action was about, by its id. */
  id: z.string(),
  says: z.string(),
});
type Confirmation = z.infer<typeof Confirmation>;

/** Long enough for the next page to come, and too short to be said of something else. */
const stay = { minutes: 2 };

export type Confirmations = {
  /** The Set-Cookie value by which the next page says what was done. */
  cookie(about: Confirmation): Promise<string>;
  /** What this page has to say to this person; undefined where nothing was just done. */
  at(page: string, person: string, cookies: string | undefined): Promise<Confirmation | undefined>;
  /** The Set-Cookie value after it was said: it is said once. */
  said(): string;
};

/** Confirmations on their way from an action to the page that comes next: sealed, for one person and one page, said once. */
export function confirmations(
  { PUBLIC_URL, SESSION_KEY }: { PUBLIC_URL: string; SESSION_KEY: string },
  clock: Clock,
): Confirmations {
  const sealed = sealer(SESSION_KEY, 'confirmation', Confirmation, clock);
  return {
    cookie: async (about) =>
      setCookie(PUBLIC_URL, 'waymark-done', await sealed.seal(about, clock.now().add(stay))),
    async at(page, person, cookies) {
      const found = cookieIn(cookies, PUBLIC_URL, 'waymark-done');
      const said = found === undefined ? undefined : await sealed.open(found);
      return said?.page === page && said.person === person ? said : undefined;
    },
    said: () => setCookie(PUBLIC_URL, 'waymark-done', ''),
  };
}
