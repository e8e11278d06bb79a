import {
  impactIn,
  needDomains,
  needFrom,
  NeedImpact,
  needSettings,
  type Need,
  type NeedDomain,
  type NeedsProfile,
} from '@waymark/care-types';
import { z } from 'zod';

const Said = NeedImpact.optional();
const settings = z.strictObject({ home: Said, school: Said, community: Said });

const domains = needDomains.entries.map(({ code }) => code);

/**
 * Needs as a form and a program state them: by domain, the impact 0 to 3 in each setting. A setting that is left out is
 * not said, which is not 0; a need of which nothing is said matters all the same.
 */
export const StatedNeeds = z.strictObject(
  Object.fromEntries(domains.map((code) => [code, settings.optional()])) as {
    [Domain in NeedDomain]: z.ZodOptional<typeof settings>;
  },
);
export type StatedNeeds = z.output<typeof StatedNeeds>;

/** What a form sends of the needs that matter, so that none is told from not asked. */
export const noneChosen = 'none';

/** The needs that matter, as they were ticked in a form. A program leaves it out: what it states are the needs. */
export const ChosenNeeds = z
  .array(z.enum([...domains, noneChosen]))
  .max(domains.length + 1)
  .optional();

/** What is stated of the needs that were chosen. What was typed for one that is not chosen any more does not count. */
export function chosenNeeds({
  chosen,
  needs,
}: {
  chosen?: z.output<typeof ChosenNeeds>;
  needs: StatedNeeds;
}): StatedNeeds {
  if (chosen === undefined) return needs;
  return Object.fromEntries(
    domains.filter((code) => chosen.includes(code)).map((code) => [code, needs[code] ?? {}]),
  );
}

/** The profile that follows, in the order of the domains. What is said to get in the way nowhere is no need. */
export function profileOf(stated: StatedNeeds): NeedsProfile {
  return domains.flatMap((code) => {
    const said = stated[code];
    if (!said) return [];
    const need = needFrom(code, said);
    return isNeed(need) ? [need] : [];
  });
}

/** Whether it gets in the way anywhere, or may: what is said to get in the way nowhere is no need. */
export function isNeed({ notSaid, home, school, community }: Need): boolean {
  return notSaid !== undefined || home + school + community > 0;
}

/** A profile as it would be stated. */
export function statedFrom(profile: NeedsProfile): StatedNeeds {
  return Object.fromEntries(
    profile.map((need) => [
      need.domain,
      Object.fromEntries(
        needSettings.entries.flatMap(({ code }) => {
          const impact = impactIn(need, code);
          return impact === undefined ? [] : [[code, impact]];
        }),
      ),
    ]),
  );
}
