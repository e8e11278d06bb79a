import { CalendarDate, CircumstanceId, CircumstanceKnownFrom, type Circumstance } from '@waymark/care-types';
import { z } from 'zod';

const written = /^(?<id>[^@/]*)(?:@(?<since>[^@/]*))?(?:\/(?<from>[^@/]*))?$/;

/**
 * A circumstance as it is written: its id, where they are known with the day since when and from whom it is known, like
 * `exclusion-risk@2026-02-10/school`.
 */
export const StatedCircumstance = z.string().transform((text, context) => {
  const { id, since, from } = written.exec(text)?.groups ?? {};
  const known = CircumstanceId.safeParse((id ?? text).trim());
  const day = CalendarDate.optional().safeParse(since?.trim());
  const knownFrom = CircumstanceKnownFrom.optional().safeParse(from?.trim());
  if (known.success && day.success && knownFrom.success)
    return {
      id: known.data,
      ...(day.data && { since: day.data }),
      ...(knownFrom.data && { knownFrom: knownFrom.data }),
    };
  const message = !known.success
    ? known.error.issues[0]?.message
    : !day.success
      ? 'The day since when must be a real date, like exclusion-risk@2026-02-10'
      : knownFrom.error?.issues[0]?.message;
  context.issues.push({ code: 'custom', message, input: '' });
  return z.NEVER;
});

/** A circumstance as `StatedCircumstance` reads it. */
export function circumstanceWritten({
  id,
  since,
  knownFrom,
}: Pick<Circumstance, 'id' | 'since' | 'knownFrom'>): string {
  return `${id}${since ? `@${since}` : ''}${knownFrom ? `/${knownFrom}` : ''}`;
}

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
