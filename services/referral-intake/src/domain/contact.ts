import { CalendarDate } from '@waymark/care-types';
import { ActorId } from '@waymark/events';
import { z } from 'zod';
import { Email, line, Phone } from './text.ts';

/** How a family asks to be reached. */
export const ContactPreference = z.enum(['letter', 'phone', 'text', 'email']);

/** What somebody is to the child. */
const Relation = z.enum([
  'parent',
  'step-parent',
  'grandparent',
  'sibling',
  'foster-carer',
  'guardian',
  'social-worker',
  'advocate',
  'other',
]);

/** Somebody beside the child, as a referrer or a clinician states it. */
const StatedContact = z.strictObject({
  name: line('The name', 100),
  relation: Relation,
  phone: Phone.optional(),
  email: Email.optional(),
  parentalResponsibility: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  /** Whether they may be told about the child. Nobody may until it is said. */
  mayBeTold: z.boolean().default(false),
});

/** As it is held: a clinician may have noted whether the young person decides for themselves (Gillick). */
export const Contact = StatedContact.extend({
  gillick: z.strictObject({ note: z.string(), on: CalendarDate, by: ActorId }).optional(),
});
export type Contact = z.output<typeof Contact>;

/** How many may be held for one child. */
const mostContacts = 10;

/** A language by its code of ISO 639, such as `pl`. */
const Language = z
  .string()
  .trim()
  .regex(/^[a-z]{2,3}$/, {
    error: 'Give the language by its code of two or three small letters, like pl',
    abort: true,
  })
  .refine((code) => languageName(code) !== undefined, 'This is not the code of a language; Polish is pl');

/** The English name of a language; undefined for a code that is none. */
function languageName(code: string): string | undefined {
  return new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'none' }).of(code);
}

/** What may be stated of a child beside who it is: how to speak with the family, and who else there is. */
export const StatedPerson = z.strictObject({
  preferredName: line('The preferred name', 100).optional(),
  mainLanguage: Language.optional(),
  interpreterNeeded: z.boolean().optional(),
  accessibleNeeds: line('What the family needs', 500).optional(),
  contactPreference: ContactPreference.optional(),
  /** Someone must not learn where the child is. It stays so, whatever is stated later. */
  addressHidden: z.boolean().optional(),
  contacts: z.array(StatedContact).max(mostContacts).optional(),
});
