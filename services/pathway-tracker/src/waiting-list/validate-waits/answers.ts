import { closureReason, ClosureReason, midSentence } from '@waymark/care-types';
import { PathwayId } from '@waymark/events';
import type { Choice } from '@waymark/web';
import { z } from 'zod';
import { FilterText } from '../filter-text.ts';
import type { Answer } from './decide.ts';

const answers: readonly { value: string; text: string; means: Answer }[] = [
  { value: 'yes', text: 'Yes', means: { answer: 'still-waiting' } },
  { value: 'ask', text: 'Ask the family', means: { answer: 'ask-family' } },
  ...closureReason.entries
    // A death has a date of its own, and is recorded on the child's own page.
    .filter(({ code }) => code !== '06')
    .map(({ code, text }) => ({
      value: `no-${code}`,
      text: `No: ${midSentence(text)}`,
      means: { answer: 'not-waiting' as const, reason: ClosureReason.parse(code) },
    })),
];

/** What can be answered about one wait. */
export const answerChoices: readonly Choice[] = answers.map(({ value, text }) => ({ value, text }));

const allowed = answers.map(({ value, text }) => `${value} (${text})`).join(', ');
const AnswerCode = z.enum(
  answers.map(({ value }) => value),
  { error: `The answer must be one of: ${allowed}` },
);

/** What can be answered about many at once: nobody leaves the list without a look at the one child. */
export const restChoices: readonly Choice[] = answerChoices.slice(0, 2);
const RestCode = z.enum(['yes', 'ask'], {
  error: 'The answer for all others must be yes or ask: a no is given to each wait by itself',
});

/** So many waits are answered at once. */
export const mostAtOnce = 100;

export const Answers = z.strictObject({
  answers: z
    .record(PathwayId, AnswerCode)
    .default({})
    .describe('By pathwayId, whether the child still waits: yes, ask the family, or no and why'),
  shown: z
    .array(PathwayId)
    .max(mostAtOnce, { error: `At most ${mostAtOnce} waits are answered at once` })
    .default([])
    .describe('The waits to which `rest` applies where they have no answer of their own'),
  rest: RestCode.optional(),
  filter: FilterText.optional().describe('Where the page leads back to'),
});
export type Answers = z.infer<typeof Answers>;

/** What is answered about each wait, in the order in which they were shown. */
export function answered({ answers: own, shown, rest }: Answers): { pathwayId: PathwayId; given: Answer }[] {
  const ids = [...new Set([...shown, ...(Object.keys(own) as PathwayId[])])];
  return ids.flatMap((pathwayId) => {
    const code = own[pathwayId] ?? rest;
    const means = answers.find(({ value }) => value === code)?.means;
    return means ? [{ pathwayId, given: means }] : [];
  });
}
