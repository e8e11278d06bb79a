import { CalendarDate, Language } from '@waymark/care-types';
import { ActorId } from '@waymark/events';
import { z } from 'zod';
import { Education } from './education.ts';
import { Email, line, personName, Phone } from '../../shared/domain/text.ts';

export const contactPreferences = {
  letter: 'By letter',
  phone: 'By telephone',
  text: 'By text message',
  email: 'By email',
} as const;

/** How a family asks to be reached. */
export const ContactPreference = z.enum(keysOf(contactPreferences), {
  error: 'Choose how the family asks to be reached from the list',
});

export const relations = {
  parent: 'Parent',
  'step-parent': 'Step-parent',
  grandparent: 'Grandparent',
  sibling: 'Brother or sister',
  'foster-carer': 'Foster carer',
  guardian: 'Guardian',
  'social-worker': 'Social worker',
  advocate: 'Advocate',
  other: 'Somebody else',
} as const;

export const responsibility = {
  yes: 'Has parental responsibility',
  no: 'Has no parental responsibility',
  unknown: 'Parental responsibility is not known',
} as const;

/** Somebody beside the child, as a referrer or a clinician states it. */
export const StatedContact = z.strictObject({
  name: personName('The name'),
  relation: z.enum(keysOf(relations), { error: 'Choose what they are to the child from the list' }),
  phone: Phone.optional(),
  email: Email.optional(),
  parentalResponsibility: z
    .enum(keysOf(responsibility), {
      error: 'Say whether they have parental responsibility: yes, no, unknown',
    })
    .default('unknown'),
  /** Whether they may be told about the child. Nobody may until it is said. */
  mayBeTold: z.boolean().default(false),
});

export type StatedContact = z.output<typeof StatedContact>;

/**
 * What a clinician noted of whether the young person understands enough to decide for themselves (Gillick). Notes of
 * before it was asked say that they do.
 */
export const GillickNote = z.strictObject({
  decides: z.boolean().default(true),
  note: z.string(),
  on: CalendarDate,
  by: ActorId,
});
export type GillickNote = z.output<typeof GillickNote>;

/** As it is held: a clinician may have noted what the young person decided about this contact. */
export const Contact = StatedContact.extend({ gillick: GillickNote.optional() });
export type Contact = z.output<typeof Contact>;

/** How many may be held for one child. */
export const mostContacts = 10;

/** What the family needs so that they can read, hear and answer: the Accessible Information Standard. */
export const AccessibleNeeds = line('What the family needs', 500);

/** What may be stated of a child beside who it is: how to speak with the family, and who else there is. */
export const StatedPerson = z.strictObject({
  preferredName: personName('The preferred name').optional(),
  mainLanguage: Language.optional(),
  interpreterNeeded: z.boolean().optional(),
  accessibleNeeds: AccessibleNeeds.optional(),
  contactPreference: ContactPreference.optional(),
  /** Where the child learns. A school that is named says it by itself. */
  education: Education.optional(),
  /** Someone must not learn where the child is. It stays so, whatever is stated later. */
  addressHidden: z.boolean().optional(),
  contacts: z
    .array(StatedContact)
    .max(mostContacts, `At most ${mostContacts} people can be held for one child`)
    .optional(),
});

/**
 * Whether somebody may be told about the child today. A young person who decides for themselves is asked first, but
 * for those of whom they said so.
 */
export function telling(
  { mayBeTold, gillick }: Contact,
  youngPerson: GillickNote | undefined,
): 'may' | 'ask-first' | 'not' {
  if (!mayBeTold) return 'not';
  return youngPerson?.decides && gillick === undefined ? 'ask-first' : 'may';
}

function keysOf<Key extends string>(words: Readonly<Record<Key, string>>): [Key, ...Key[]] {
  return Object.keys(words) as [Key, ...Key[]];
}
