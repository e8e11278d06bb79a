import { CalendarDate, CircumstanceId, type Circumstance } from '@waymark/care-types';
import { z } from 'zod';

/** A circumstance as it is written: its id, or its id and the day since when, like `exclusion-risk@2026-02-10`. */
export const StatedCircumstance = z.string().transform((written, context) => {
  const [id, since, ...more] = written.split('@').map((part) => part.trim());
  const known = CircumstanceId.safeParse(id);
  const day = CalendarDate.optional().safeParse(since);
  if (known.success && day.success && more.length === 0)
    return { id: known.data, ...(day.data === undefined ? {} : { since: day.data }) };
  const message = known.success
    ? 'The day since when must be a real date, like exclusion-risk@2026-02-10'
    : known.error.issues[0]?.message;
  context.issues.push({ code: 'custom', message, input: '' });
  return z.NEVER;
});

/** Circumstances, each at most once. */
export const StatedCircumstances = z
  .array(StatedCircumstance)
  .refine((stated) => new Set(stated.map(({ id }) => id)).size === stated.length, {
    error: 'Each circumstance can be stated only once',
  });

/** What was stated, with who stated it. */
export function statedBy(
  stated: z.output<typeof StatedCircumstances>,
  source: Circumstance['source'],
): Circumstance[] {
  return stated.map((each) => ({ ...each, source }));
}
