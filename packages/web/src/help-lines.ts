import { readFileSync } from 'node:fs';
import { z } from 'zod';

const HelpLine = z.strictObject({
  id: z.string(),
  tier: z.enum(['emergency', 'urgent']),
  name: z.string(),
  when: z.string(),
  how: z.string(),
  contact: z.string(),
  note: z.string().optional(),
  hours: z.string(),
  source: z.url(),
});
const HelpLines = z.strictObject({
  version: z.int(),
  listedOn: z.iso.date(),
  lines: z.array(HelpLine).min(1),
});

export type HelpLine = z.infer<typeof HelpLine>;

/**
 * Whom to call when things get worse: each line with its source, and the day on which the list was put together.
 * Before real use somebody rings each number and dates the list anew.
 */
export function helpList(): { readonly listedOn: string; readonly lines: readonly HelpLine[] } {
  return HelpLines.parse(JSON.parse(readFileSync(new URL('help-lines.json', import.meta.url), 'utf8')));
}

/** The lines alone, in the order in which they are offered. */
export function helpLines(): readonly HelpLine[] {
  return helpList().lines;
}
