import { CalendarDate, dateSought, NhsNumber } from '@waymark/care-types';
import type { Reference } from '@waymark/events';
import { PersonId, referenceTyped } from '@waymark/events';
import { z } from 'zod';
import type { SearchPlace } from '../../person/index.ts';
import { nameFrom } from '../../person/domain/names/name.ts';
import { Phone, phoneDigits } from '../../shared/domain/text.ts';

const words =
  'Enter a name, a date of birth, an NHS number of 10 digits, a phone number, or a reference like WM-4F2K-9Q1M';
const noSuchDay = 'Enter a real date of birth, like 15 June 2017 or 15/6/2017';

/** A date of birth however a person types it, the year in two digits too. */
const SoughtDate = z
  .string()
  .max(40, noSuchDay)
  .transform((typed) => dateSought(typed) ?? typed)
  .pipe(z.iso.date({ error: noSuchDay }).pipe(CalendarDate))
  .meta({ format: 'date', examples: ['2017-06-15'] });

type Sought = { reference: Reference } | { nhsNumber: NhsNumber } | { phone: string } | { name: string };
type Typed = { sought?: Sought; dateOfBirth?: CalendarDate };

/** What is looked for, told apart by how it is written. */
const Find = z
  .string({ error: words })
  .trim()
  .max(100, 'What is looked for must be at most 100 characters long')
  .transform((typed, context): Typed => {
    const refused = (message: string) => {
      context.issues.push({ code: 'custom', message, input: '' });
      return z.NEVER;
    };
    const number = NhsNumber.safeParse(typed);
    if (number.success) return { sought: { nhsNumber: number.data } };
    const phone = Phone.safeParse(typed);
    if (phone.success && /^(?:0\d{9,10}|\+.*)$/.test(phoneAsDialled(phone.data)))
      return { sought: { phone: phoneDigits(phone.data) } };
    const born = withBirth(typed);
    if (born === 'no such day') return refused(noSuchDay);
    if (born) return born;
    const reference = /^wm/i.test(typed) || /\d/.test(typed) ? referenceTyped(typed) : undefined;
    if (reference && /[a-z]/i.test(typed)) return { sought: { reference } };
    if (isName(typed)) return { sought: { name: typed } };
    return refused(/[0-9]{4}/.test(typed) ? (number.error.issues[0]?.message ?? words) : words);
  });

/** Digits of a number in the United Kingdom; of one abroad with the plus sign that it is dialled with. */
function phoneAsDialled(phone: string): string {
  const digits = phoneDigits(phone);
  return digits.startsWith('0') ? digits : phone;
}

/** A date of birth, alone or behind a name; undefined where none is written. */
function withBirth(typed: string): Typed | 'no such day' | undefined {
  const [, name = '', rest = typed] = /^(\D*\p{L}\D*?)[\s,]+(\d.*)$/u.exec(typed) ?? [];
  for (const [before, date] of [
    ['', typed],
    [name, rest],
  ] as const) {
    const written = dateSought(date);
    if (written === undefined || (before !== '' && !isName(before))) continue;
    const day = CalendarDate.safeParse(written);
    if (!day.success) return 'no such day';
    return { dateOfBirth: day.data, ...(before !== '' && { sought: { name: before } }) };
  }
  return undefined;
}

function isName(typed: string): boolean {
  return !/[0-9]/.test(typed) && nameFrom(typed).words.length > 0;
}

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
  .strictObject({ find: Find.optional(), dateOfBirth: SoughtDate.optional(), after: After.optional() })
  .transform(({ find, dateOfBirth, after }, context) => {
    const born = dateOfBirth ?? find?.dateOfBirth;
    const say = (message: string) =>
      context.issues.push({ code: 'custom', message, input: '', path: ['find'] });
    if (find === undefined && born === undefined) say(words);
    if (find?.dateOfBirth !== undefined && find.dateOfBirth !== born)
      say('Two dates of birth are asked for. Enter one');
    return { find: find?.sought, dateOfBirth: born, after };
  })
  .meta({ examples: [{ find: 'Acorn Demo-Hamsterley' }] });

export type SearchQuery = z.output<typeof SearchQuery>;

/** A place as the next request names it. */
export function placeText({ by, after }: SearchPlace): string {
  return after === undefined ? by : `${by}.${after}`;
}
