import { z } from 'zod';

export const educations = {
  school: 'At a school or college',
  'home-educated': 'Taught at home',
  'not-in-school': 'Not at a school, and not taught at home',
} as const;

/** Where a child learns. */
export const Education = z.enum(Object.keys(educations) as (keyof typeof educations)[], {
  error: 'Choose where the child learns from the list',
});
export type Education = z.infer<typeof Education>;

/** Why what is said of where a child learns cannot be; undefined where it can. */
export function educationFault(education: Education | undefined, school: string | undefined) {
  if (school === undefined || education === undefined || education === 'school') return undefined;
  return 'Say either the school, or that the child is not at one';
}
