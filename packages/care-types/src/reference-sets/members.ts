import { z } from 'zod';
import { CalendarDate } from '../calendar.ts';
import { interventionKinds } from '../lists/intervention-codes.ts';
import { isSnomedConcept } from '../snomed-concept.ts';
import taken from './members.json' with { type: 'json' };

const Concept = z.string().refine(isSnomedConcept, 'This is no identifier of a SNOMED CT concept');

/** A member of one of the reference sets of MHSDS, and the last day on which it counts where it was withdrawn. */
const Member = z.strictObject({
  code: Concept,
  text: z.string().min(1),
  kind: z.enum(interventionKinds),
  until: CalendarDate.optional(),
});

/** What `members.json` holds: a release of SNOMED CT by its name, and its members; no release, no members. */
export const Release = z.strictObject({ release: z.string().min(1).nullable(), members: z.array(Member) });
export type Release = z.infer<typeof Release>;

export type Member = z.infer<typeof Member> & { source: string };

const { release, members } = Release.parse(taken);

/** The members that the last release taken in has; empty as long as none was. */
export const membersTakenIn: readonly Member[] = members.map((member) => ({
  ...member,
  source: release ?? 'A release of SNOMED CT without a name',
}));
