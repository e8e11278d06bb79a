import { dayInWords, londonDateOf } from '@waymark/care-types';
import type { FamilyRequest } from '../domain/family-request.ts';
import { timeOf, actorLabel } from '../../shared/history.ts';

/** What a clinician did with a request, in a sentence; undefined while nobody has. */
export function decidedWords(
  { state, screened }: Pick<FamilyRequest, 'state' | 'screened'>,
  viewerId: string,
): string | undefined {
  if (!screened) return undefined;
  const who = actorLabel({ id: screened.by, roles: screened.roles }, viewerId);
  const when = `on ${dayInWords(londonDateOf(screened.at))} at ${timeOf(screened.at)}`;
  if (state === 'taken') return `${who} took it as a referral ${when}.`;
  if (state === 'not-taken') return `${who} decided that it is not a referral now ${when}.`;
  return `${who} began to take it as a referral ${when}.`;
}

/** What the one who comes second is told. */
export const screenRefusals = {
  'not-waiting': ({ happened }: Readonly<Record<string, unknown>>) =>
    `${typeof happened === 'string' ? happened : 'It was decided already.'} Nothing of yours was saved.`,
  'not-sent': () => 'The family has not sent this.',
};
