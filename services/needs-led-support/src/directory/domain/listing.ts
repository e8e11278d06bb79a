import { CalendarDate, NeedDomain } from '@waymark/care-types';
import { z } from 'zod';

/** Something that may help a family now. What the source does not say is `not-stated`, never guessed. */
export const Listing = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  title: z.string().min(1).max(200),
  kind: z.enum([
    'community',
    'early help',
    'early years',
    'education',
    'health',
    'information',
    'peer and voice',
    'preparing for adulthood',
    'social care',
    'wellbeing',
  ]),
  offers: z.string().min(1),
  whoFor: z.string().min(1),
  /** Whole years; null where no limit is stated. */
  ageFrom: z.int().min(0).max(25).nullable(),
  ageTo: z.int().min(0).max(25).nullable(),
  audience: z.enum(['family', 'young-person', 'professional']),
  /** How one gets it: anyone turns up, asks themselves, is referred by anyone, or only through a school. */
  route: z.enum(['open', 'self', 'any-referrer', 'school', 'not-stated']),
  how: z.string().min(1),
  /** A group that it is kept for; null where it is for every child. */
  onlyFor: z.enum(['looked-after', 'disabled-child', 'complex-medical-needs', 'excluded-pupil']).nullable(),
  /** Can be used today: a drop-in, or online. */
  startNow: z.boolean(),
  /** Helps a family find further help whatever the need. */
  general: z.boolean(),
  /** Our reading of what it says it does. */
  needs: z.array(NeedDomain),
  /** The last day on which somebody vouched for it. */
  lastAssured: CalendarDate,
  source: z.string().min(1),
});
export type Listing = z.infer<typeof Listing>;

/** The whole directory, with the version that suggestions made from it name. */
export const Directory = z.strictObject({
  version: z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/),
  listings: z
    .array(Listing)
    .refine((listings) => new Set(listings.map(({ id }) => id)).size === listings.length, {
      error: 'Two listings have the same id',
    }),
});
export type Directory = z.infer<typeof Directory>;
