import { needDomains, NeedImpact, type NeedDomain, type NeedsProfile } from '@waymark/care-types';
import { z } from 'zod';

const Impact = NeedImpact.default(0);
const settings = z.strictObject({ home: Impact, school: Impact, community: Impact });

/** Needs as a form and a program state them: by domain, the impact 0 to 3 in each setting, 0 where nothing is said. */
export const StatedNeeds = z.strictObject(
  Object.fromEntries(needDomains.entries.map(({ code }) => [code, settings.optional()])) as {
    [Domain in NeedDomain]: z.ZodOptional<typeof settings>;
  },
);

/** The profile that follows: the needs that get in the way somewhere, in the order of the domains. */
export function profileOf(stated: z.output<typeof StatedNeeds>): NeedsProfile {
  return needDomains.entries.flatMap(({ code }) => {
    const impact = stated[code];
    if (!impact || impact.home + impact.school + impact.community === 0) return [];
    return [{ domain: code, ...impact }];
  });
}
