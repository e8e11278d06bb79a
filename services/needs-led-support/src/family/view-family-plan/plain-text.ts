import { monthInWords } from '@waymark/care-types';
import { helpLines } from '@waymark/web';
import type { FamilyModel } from './model.ts';

/** The family's page for any device, any printer and any screen reader: no line is long, nothing needs a picture. */
export function plainText({ plan, service, ended, monthNowSeen, suggestions }: FamilyModel): string {
  const where = ended
    ? [ended.says, ...ended.help.map((each) => `- ${each}`)]
    : plan
      ? [
          `You were referred for ${service} in ${monthInWords(plan.receivedOn)}.`,
          ...(monthNowSeen && plan.stage === 'waiting'
            ? [`The team is now seeing children referred in ${monthInWords(monthNowSeen)}.`]
            : []),
          {
            waiting: 'You are waiting for the first appointment.',
            seen: 'The first appointment has been.',
            closed: 'This wait has ended.',
          }[plan.stage],
        ]
      : ['We are preparing your page. Please look again later today.'];
  const lines = [
    'NEED HELP NOW?',
    ...helpLines().map(
      ({ name, when, how, contact, note }) =>
        `- ${when}: ${how} ${contact}${note ? ` ${note}` : ''} (${name})`,
    ),
    '',
    'WHERE WE ARE',
    ...where,
    '',
    'WHAT MAY HELP NOW',
    'You do not need a diagnosis for any of these.',
    ...suggestions.flatMap(({ title, offers, how, why }) => [
      '',
      `* ${title}`,
      `  ${offers}`,
      `  ${how}`,
      `  Why this? ${why.join('. ')}`,
    ]),
    '',
    'IF THINGS CHANGE',
    'Tell the person who referred you, your school or your family hub. You do not have to wait for a letter.',
  ];
  return `${lines.flatMap(folded).join('\n')}\n`;
}

/** A line of at most 72 letters, broken between words, its indent kept. */
function folded(line: string): string[] {
  const indent = /^[ *-]*/.exec(line)?.[0].length ?? 0;
  const out: string[] = [];
  let now = '';
  for (const word of line.split(' ')) {
    if (now && now.length + word.length + 1 > 72) {
      out.push(now);
      now = ' '.repeat(indent) + word;
    } else now = now ? `${now} ${word}` : word;
  }
  return [...out, now];
}
