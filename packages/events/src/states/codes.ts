import { z } from 'zod';

/** A name for something, made of small letters, digits and hyphens: no room for a sentence. */
export const Slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .meta({ examples: ['sleep-workshop'] });

/** The version of a policy or a directory, such as 2026-11-21 or 1.4. */
export const VersionLabel = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)
  .meta({ examples: ['2026-11-21'] });

/** The first half of a postcode: a district of some thousand homes. ZZ99 is no fixed abode, abroad or unknown. */
export const Outward = z
  .string()
  .regex(/^(?:[A-Z]{1,2}[0-9][A-Z0-9]?|ZZ99)$/)
  .brand<'OutwardCode'>()
  .meta({ examples: ['DH1'] });

/** Deprivation of the area: 1 is the most deprived tenth of England. English Indices of Deprivation 2019. */
export const ImdDecile = z.int().min(1).max(10);
