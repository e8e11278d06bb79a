import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';

/** A rule that applied, what it says in words, and the facts on which it rests. */
export const Evidence = z.strictObject({
  rule: z.string(),
  source: z.string(),
  says: z.string(),
  facts: z.array(z.string()),
  on: CalendarDate.optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A rule's answer that has a date. */
export type Finding = Evidence & { on: CalendarDate };
