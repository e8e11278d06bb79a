import type { Clock } from '@waymark/care-types';
import { z } from 'zod';
import { cookieIn, setCookie } from './identity/cookies.ts';
import { sealer } from './identity/sealed.ts';

/** The lists that a person has looked at, the latest first: each by its path, as it was filtered. */
const Lists = z.object({ person: z.string(), lists: z.array(z.tuple([z.string(), z.string()])) });

/** A working day. */
const stay = { hours: 8 };
/** What all filters together may take up of the one cookie. */
const mostCharacters = 1_600;

/** By the path of a list, its address as this person filtered it last. */
export type ListsLeft = Readonly<Record<string, string>>;

export type RememberedLists = {
  /** The lists of all services, as this person left them in this browser. */
  of(person: string, cookies: string | undefined): Promise<ListsLeft>;
  /** The Set-Cookie value that remembers a list as it is shown now; undefined where nothing is new. */
  remember(person: string, cookies: string | undefined, shown: string): Promise<string | undefined>;
};

/** How each person left the lists that they work through: sealed, and theirs alone. */
export function rememberedLists(
  { PUBLIC_URL, SESSION_KEY }: { PUBLIC_URL: string; SESSION_KEY: string },
  clock: Clock,
): RememberedLists {
  const sealed = sealer(SESSION_KEY, 'lists', Lists, clock);
  async function held(person: string, cookies: string | undefined) {
    const found = cookieIn(cookies, PUBLIC_URL, 'waymark-lists');
    const opened = found === undefined ? undefined : await sealed.open(found);
    return opened?.person === person ? opened.lists : [];
  }
  return {
    of: async (person, cookies) => Object.fromEntries(await held(person, cookies)),
    async remember(person, cookies, shown) {
      const path = shown.split('?', 1)[0] ?? shown;
      const before = await held(person, cookies);
      if (before[0]?.[0] === path && before[0][1] === shown) return undefined;
      const lists = fitting([[path, shown], ...before.filter(([each]) => each !== path)]);
      return setCookie(
        PUBLIC_URL,
        'waymark-lists',
        await sealed.seal({ person, lists }, clock.now().add(stay)),
      );
    },
  };
}

/** The latest lists, as far as one cookie has room. */
function fitting(lists: [string, string][]): [string, string][] {
  let left = mostCharacters;
  return lists.filter(([path, shown]) => {
    left -= path.length + shown.length;
    return left >= 0;
  });
}
