import type { FieldError, PageContext } from './page.ts';

/** As much of a form field as is needed to find what was typed in it and what is wrong with it. */
export type Field = { readonly name: string; readonly value?: string | number | readonly string[] | null };

type Shown = Pick<PageContext, 'typed' | 'errors'>;

/** What to show in a field: what was typed when the form comes back, else the value that is held. */
export function typedValue(field: Field, page: Shown): string {
  const [first] = typedValues(field, page);
  return first ?? '';
}

/** As `typedValue`, for fields that may have several (checkboxes). */
export function typedValues(field: Field, page: Shown): readonly string[] {
  const held = page.typed ? own(page.typed, field.name) : field.value;
  if (held === undefined || held === null) return [];
  return typeof held === 'object' ? held : [String(held)];
}

/** What is wrong with a field, or nothing. A message on an item of a list belongs to the list. */
export function errorOf(field: Field, page: Shown): string | undefined {
  return page.errors?.find((error) => anchor(error.field) === field.name)?.message;
}

/** The id of the field that an error is about: `circumstances.0` is shown at `circumstances`. */
export function anchor(field: string): string {
  return field.replace(/(?:[.[/]\d+\]?)+$/, '').replace(/-(?:day|month|year)$/, '');
}

export type DateParts = { readonly day: string; readonly month: string; readonly year: string };

/** The three boxes of a date field: as typed, else from the calendar date (`2019-03-04`) that is held. */
export function dateParts(field: Field, page: Shown): DateParts {
  if (page.typed && !own(page.typed, field.name)) {
    const part = (name: string) => typedValue({ name: `${field.name}-${name}` }, page);
    return { day: part('day'), month: part('month'), year: part('year') };
  }
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(typedValue(field, page)) ?? [];
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}

/** The errors as the summary at the top of the page lists them, each with a link to its field. */
export function summaryOf(errors: readonly FieldError[]): { text: string; href?: string }[] {
  return errors.map(({ field, message }) =>
    field === '' ? { text: message } : { text: message, href: `#${anchor(field)}` },
  );
}

function own(typed: NonNullable<Shown['typed']>, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(typed, name) ? typed[name] : undefined;
}
