import type { FieldError, PageContext, SeenField } from './page.ts';

/** As much of a form field as is needed to find what was typed in it and what is wrong with it. */
export type Field = {
  readonly name: string;
  readonly value?: string | number | readonly string[] | null;
  readonly label?: string;
  readonly items?: readonly { readonly value?: string; readonly text?: string }[];
  /** The words of the choice that is no choice. */
  readonly empty?: string;
};

type Shown = Pick<PageContext, 'typed' | 'errors' | 'record'>;

/** What to show in a field: what was typed when the form comes back, else the value that is held. */
export function typedValue(field: Field, page: Shown, kind?: 'select'): string {
  const [first] = heldIn(field, page);
  // A select without an empty choice sends its first one, whether anybody has looked at it or not.
  const value = first ?? (kind === 'select' && !field.empty ? (field.items?.[0]?.value ?? '') : '');
  takeDown(field, field.items ? 'choice' : 'text', value === '' ? [] : [value], page);
  return value;
}

/** As `typedValue`, for fields that may have several (checkboxes). */
export function typedValues(field: Field, page: Shown): readonly string[] {
  const values = heldIn(field, page);
  takeDown(field, 'choices', values, page);
  return values;
}

/** What a field holds, for whoever must know later whether it was changed. A peek at a field without its label is none. */
function takeDown(
  { name, label, items = [] }: Field,
  kind: SeenField['kind'],
  values: readonly string[],
  { record }: Shown,
): void {
  if (label === undefined || !record) return;
  const known = items.flatMap(({ value, text }) =>
    value === undefined || text === undefined ? [] : [{ value, text }],
  );
  record({ name, label, kind, values, items: known });
}

function heldIn(field: Field, page: Shown): readonly string[] {
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
    const part = (name: string) => heldIn({ name: `${field.name}-${name}` }, page)[0] ?? '';
    takeDown(field, 'date', [], page);
    return { day: part('day'), month: part('month'), year: part('year') };
  }
  const [held = ''] = heldIn(field, page);
  takeDown(field, 'date', held === '' ? [] : [held], page);
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(held) ?? [];
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
