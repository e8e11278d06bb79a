import { randomInt } from 'node:crypto';
import { refuse, type CommandMeta } from '@waymark/decisions';
import { action } from '@waymark/http';
import { z } from 'zod';
import { codeWorksMinutes, mostTries } from '../domain/family-code.ts';
import { isSent } from '../domain/family-request.ts';
import { missingIn, reachedBy } from '../family-form/steps.ts';
import { familyCheck } from '../family-form/view.ts';
import { familyRefusals, notOpen, savedRequestOf, type FamilyParts } from '../family-form/saved-request.ts';
import { codePage } from './view.ts';

type Asking = { command: CommandMeta; browser: { address: string; cookies: string | undefined } };

/** Sends a new code. That it is sent is written down first; where it cannot be, it does not count. */
async function sendCode({ command, browser }: Asking, parts: FamilyParts) {
  const { family, familyRequests } = parts;
  const written = await savedRequestOf({ browser }, parts);
  const refused = notOpen(parts, written);
  if (refused || !written || !family.messages) return refused ?? refuse('nothing-kept');
  const to = reachedBy(written.answers);
  if (missingIn(written.answers).length > 0 || !to) return refuse('something-missing');
  if (!(await family.codes.take(browser.address)) || !(await family.codesTo.take(plainly(to.to))))
    return refuse('too-many-codes');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const { requestId } = written;
  const promised = await familyRequests.promiseCode(requestId, code, command);
  if (promised.kind !== 'done' || promised.repeated) return promised;
  const came = await family.messages.send('code', to, { code });
  if (came === 'sent') return promised;
  await familyRequests.takeCodeBack(requestId, code, { ...command, key: `back ${command.key}` });
  return refuse(came === 'refused' ? 'not-reached' : 'not-sent', { by: to.by, phone: family.phone });
}

/** An address as it counts, however it was typed. */
function plainly(to: string): string {
  return to.toLowerCase().replace(/\s/g, '');
}

const refusals = {
  ...familyRefusals,
  'something-missing': () => 'Something is still missing. It stands below.',
  'too-many-codes': () =>
    'We have sent several codes already. Wait an hour, then ask for a new one. Your answers are kept.',
  'not-reached': ({ by }: Readonly<Record<string, unknown>>) =>
    by === 'email'
      ? 'We cannot write to this email address. Check it, or choose a text message. Your answers are kept.'
      : 'We cannot send a text to this number. Check it, or choose email. Your answers are kept.',
  'not-sent': ({ phone }: Readonly<Record<string, unknown>>) =>
    `We could not send the code just now. Your answers are kept. Try again in a few minutes${typeof phone === 'string' ? `, or ring us on ${phone}` : ''}.`,
};

export const askForCode = action({
  id: 'send-family-code',
  summary: 'Send a code to the family, with which it confirms what it asks for',
  path: '/family/check',
  permission: 'family:refer',
  body: z.strictObject({}),
  run: async (asking, parts: FamilyParts) => sendCode(asking, parts),
  refusals,
  form: familyCheck,
  then: { page: () => '/family/code' },
});

export const askForCodeAgain = action({
  id: 'send-family-code-again',
  summary: 'Send the family another code; the one before works no more',
  path: '/family/code-again',
  permission: 'family:refer',
  body: z.strictObject({}),
  run: async (asking, parts: FamilyParts) => sendCode(asking, parts),
  refusals,
  form: codePage,
  then: { page: () => '/family/code' },
});

export const confirmByCode = action({
  id: 'confirm-family-request',
  summary: 'Send what a family asks for, confirmed by its code',
  path: '/family/code',
  permission: 'family:refer',
  body: z.strictObject({
    code: z
      .string({ error: 'Type the code of 6 digits' })
      .max(40, 'The code has 6 digits')
      .transform((typed) => typed.replace(/[\s-]/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, 'The code has 6 digits')),
  }),
  run: async ({ body, command, browser }, parts: FamilyParts) => {
    const written = await savedRequestOf({ browser }, parts);
    const refused = notOpen(parts, written);
    if (!written || (refused && refused.code !== 'sent')) return refused ?? refuse('nothing-kept');
    const outcome = await parts.familyRequests.confirm(written.requestId, body.code, command);
    return outcome.kind === 'done' && !isSent(outcome.state) ? refuse('code-does-not-work') : outcome;
  },
  refusals: {
    ...familyRefusals,
    'thrown-away': familyRefusals['nothing-kept'],
    'code-does-not-work': () =>
      `This code does not work. Check it, or ask for a new one. A code works for ${codeWorksMinutes} minutes, and can be tried ${mostTries} times.`,
  },
  form: codePage,
  then: { page: () => '/family/sent' },
});
