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
  verifiedOn: z.iso.date(),
});
const HelpLines = z.strictObject({ version: z.int(), lines: z.array(HelpLine).min(1) });

export type HelpLine = z.infer<typeof HelpLine>;

/** Whom to call when things get worse: dated content, each line with its source and when it was checked. */
export function helpLines(): readonly HelpLine[] {
  return HelpLines.parse(JSON.parse(readFileSync(new URL('help-lines.json', import.meta.url), 'utf8'))).lines;
}
