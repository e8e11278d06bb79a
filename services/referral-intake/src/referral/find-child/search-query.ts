import { CalendarDate, NhsNumber } from '@waymark/care-types';
import { PersonId, Reference } from '@waymark/events';
import { z } from 'zod';
import type { SearchPlace } from '../../person/index.ts';
import { nameFrom } from '../../person/domain/names/name.ts';
import { Phone, phoneDigits } from '../../shared/domain/text.ts';

const words = 'Enter a name, an NHS number of 10 digits, a phone number, or a reference like WM-4F2K-9Q1M';

type Typed = { reference: Reference } | { nhsNumber: NhsNumber } | { phone: string } | { name: string };

/** What is looked for, told apart by how it is written. */
const Find = z
  .string({ error: words })
  .trim()
  .max(100, 'What is looked for must be at most 100 characters long')
  .transform((typed, context): Typed => {
    const reference = Reference.safeParse(typed.toUpperCase());
    if (reference.success) return { reference: reference.data };
    const number = NhsNumber.safeParse(typed);
    if (number.success) return { nhsNumber: number.data };
    const phone = Phone.safeParse(typed);
    if (phone.success && /^0\d{9,10}$/.test(phoneDigits(phone.data)))
      return { phone: phoneDigits(phone.data) };
    if (!/[0-9]/.test(typed) && nameFrom(typed).words.length > 0) return { name: typed };
    const said = /[0-9]{4}/.test(typed) ? (number.error.issues[0]?.message ?? words) : words;
    context.issues.push({ code: 'custom', message: said, input: '' });
    return z.NEVER;
  });

/** Where a search goes on, as text: `spelling.per_…`. */
const After = z
  .string()
  .max(50)
  .transform((text, context): SearchPlace => {
    const [by, after] = text.split('.');
    const person = PersonId.safeParse(after);
    if (by === 'sound' && after === undefined) return { by };
    if ((by === 'spelling' || by === 'sound') && person.success) return { by, after: person.data };
    context.issues.push({ code: 'custom', message: 'Send "next" as it was given', input: '' });
    return z.NEVER;
  });

/** What is in the body of the request, so that neither a name nor a number stands in an address. */
export const SearchQuery = z
  .strictObject({ find: Find.optional(), dateOfBirth: CalendarDate.optional(), after: After.optional() })
  .refine(({ find, dateOfBirth }) => find !== undefined || dateOfBirth !== undefined, {
    path: ['find'],
    message: `${words}, or a date of birth`,
  })
  .meta({ examples: [{ find: 'Acorn Demo-Hamsterley' }] });

export type SearchQuery = z.output<typeof SearchQuery>;

/** A place as the next request names it. */
export function placeText({ by, after }: SearchPlace): string {
  return after === undefined ? by : `${by}.${after}`;
}
