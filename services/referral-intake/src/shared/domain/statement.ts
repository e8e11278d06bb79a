import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import { Email, line, personName, Phone, plainText } from './text.ts';

/** Who wrote the referral, so that a question reaches them. */
export const ReferredBy = z.strictObject({
  name: personName('The name').optional(),
  role: line('The role', 100).optional(),
  phone: Phone.optional(),
  email: Email.optional(),
});

export const consentAnswers = { yes: 'Yes', no: 'No', 'not-asked': 'Not asked yet' } as const;

export const consentGivers = {
  parent: 'A parent or carer with parental responsibility',
  'young-person': 'The young person',
  'local-authority': 'The council, which shares parental responsibility',
  other: 'Somebody else with parental responsibility',
} as const;

/** Whether those who may agree to the referral did, and who holds parental responsibility. */
export const Consent = z
  .strictObject({
    given: z.enum(keysOf(consentAnswers), { error: 'Say whether they agree: yes, no, or not asked yet' }),
    by: z.enum(keysOf(consentGivers), { error: 'Choose who agreed from the list' }).optional(),
    on: CalendarDate.optional(),
    heldBy: line('Who holds parental responsibility', 200).optional(),
  })
  .superRefine(({ given, by }, context) => {
    if (given === 'yes' && by === undefined)
      context.addIssue({ code: 'custom', path: ['by'], message: 'Choose who agreed from the list' });
  })
  .meta({ examples: [{ given: 'yes', by: 'parent', on: '2026-02-27', heldBy: 'Both parents' }] });

const longestStatement = 4_000;

export const Strengths = plainText('The strengths', longestStatement);
export const Tried = plainText('What was tried', longestStatement);

/** What a referrer tells besides codes. It is kept sealed, and nobody but direct care and the referrer reads it. */
export const Statement = z.strictObject({
  referredBy: ReferredBy.optional(),
  consent: Consent.optional(),
  strengths: Strengths.optional(),
  tried: Tried.optional(),
});
export type Statement = z.infer<typeof Statement>;

function keysOf<Key extends string>(words: Readonly<Record<Key, string>>): [Key, ...Key[]] {
  return Object.keys(words) as [Key, ...Key[]];
}
