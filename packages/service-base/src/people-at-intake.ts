import type { RemoteResult, ServiceClient } from '@waymark/http';
import type { Permission, Viewer } from '@waymark/policy';
import { z } from 'zod';

type Name = { given: string; family: string };

/** Names by person, or why there are none. */
export type Names =
  { known: true; of: ReadonlyMap<string, Name> } | { known: false; why: 'not-permitted' | 'away' };

export type People = {
  /** The names of these people, with the viewer's own permission. Never rejects: a page can do without. */
  names(personIds: readonly string[], viewer: Viewer): Promise<Names>;
};

/** The name of one person where it is known. */
export function nameIn(names: Names, personId: string): string | null {
  const name = names.known ? names.of.get(personId) : undefined;
  return name ? `${name.given} ${name.family}` : null;
}

/** The names of these people as far as the viewer may see names. */
export async function namesFor(
  personIds: readonly string[],
  { people, viewer, may }: { people: People; viewer: Viewer; may: (permission: Permission) => boolean },
): Promise<Names> {
  return may('identity:names') ? people.names(personIds, viewer) : { known: false, why: 'not-permitted' };
}

const Answer = z.object({ names: z.record(z.string(), z.object({ given: z.string(), family: z.string() })) });

/** Names from referral-intake, which alone holds them. Nothing of them is kept here. */
export function peopleAtIntake(intake: ServiceClient): People {
  return {
    async names(personIds, viewer) {
      const wanted = [...new Set(personIds)];
      if (wanted.length === 0) return { known: true, of: new Map() };
      return namesIn(await intake.read(`/api/people/resolve?ids=${wanted.join(',')}`, Answer, viewer));
    },
  };
}

function namesIn(result: RemoteResult<z.output<typeof Answer>>): Names {
  if (result.known) return { known: true, of: new Map(Object.entries(result.value.names)) };
  return { known: false, why: result.why === 'not-permitted' ? 'not-permitted' : 'away' };
}
