import type { Log } from '@waymark/messaging';
import type { Viewer } from '@waymark/runtime';
import { z } from 'zod';

export type Name = { given: string; family: string };

/** Names by person, or why there are none. */
export type Names =
  { known: true; of: ReadonlyMap<string, Name> } | { known: false; why: 'not-permitted' | 'away' };

export type People = {
  /** The names of these people, with the viewer's own permission. Never throws: a page can do without. */
  names(personIds: readonly string[], viewer: Viewer): Promise<Names>;
};

const Answer = z.object({ names: z.record(z.string(), z.object({ given: z.string(), family: z.string() })) });
const answerWithin = 2_500;

/** Names from referral-intake, which alone holds them. Nothing of them is kept here. */
export function peopleAtIntake(intakeUrl: string, { log }: { log: Log }): People {
  const ask = async (
    personIds: readonly string[],
    accessToken: string,
  ): Promise<[string, Name][] | undefined> => {
    const response = await fetch(`${intakeUrl}/api/people/resolve?ids=${personIds.join(',')}`, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(answerWithin),
    });
    if (response.status === 401 || response.status === 403) return undefined;
    if (!response.ok) throw new Error(`It answered ${response.status}`);
    return Object.entries(Answer.parse(await response.json()).names);
  };

  return {
    async names(personIds, { accessToken }) {
      if (accessToken === undefined) return { known: false, why: 'not-permitted' };
      const wanted = [...new Set(personIds)];
      if (wanted.length === 0) return { known: true, of: new Map() };
      try {
        const found = await ask(wanted, accessToken);
        return found ? { known: true, of: new Map(found) } : { known: false, why: 'not-permitted' };
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'Names are not to be had');
        return { known: false, why: 'away' };
      }
    },
  };
}
