import { refuse } from '@waymark/decisions';
import type { RequestCookie } from '@waymark/http';
import type { HourlyLimit } from '@waymark/service-base';
import type { FamilyRequests, KeptRequest } from '../adapters/family-requests.ts';
import type { Messages } from '../adapters/notify.ts';
import { FamilyRequestId, isSent } from '../domain/family-request.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { answersIn, type Answers } from './steps.ts';

export type FamilyParts = {
  familyRequests: FamilyRequests;
  organisations: Organisations;
  family: {
    /** How families are written to; undefined where referring online is closed. */
    messages: Messages | undefined;
    /** The number on which families reach the team, where there is one. */
    phone: string | undefined;
    cookie: RequestCookie;
    /** Forms that are begun, and codes that are sent, from one address within an hour. */
    forms: HourlyLimit;
    codes: HourlyLimit;
    /** Codes that are sent to one family within an hour, whoever asks. */
    codesTo: HourlyLimit;
  };
};

type Asking = { browser: { cookies: string | undefined } };

/** What the family of this browser has written; undefined where nothing is kept for it. */
export async function savedRequestOf(
  { browser }: Asking,
  { family, familyRequests }: Pick<FamilyParts, 'family' | 'familyRequests'>,
): Promise<(KeptRequest & { requestId: FamilyRequestId; answers: Answers }) | undefined> {
  const requestId = FamilyRequestId.safeParse(await family.cookie.open(browser.cookies)).data;
  const found = requestId && (await familyRequests.open(requestId));
  return found && { ...found, requestId, answers: answersIn(found.kept) };
}

/** Why nothing can be written now; undefined where it can. */
export function notOpen(
  { family }: Pick<FamilyParts, 'family'>,
  written: KeptRequest | undefined,
): ReturnType<typeof refuse> | undefined {
  if (!family.messages) return refuse('closed', { phone: family.phone });
  if (!written) return refuse('nothing-kept');
  const { state } = written.request;
  if (isSent(state)) return refuse('sent');
  return state.state === 'thrown-away' ? refuse('nothing-kept') : undefined;
}

/** How a page for families stands: open to write, or why not. */
export type FormStatus = 'open' | 'closed' | 'nothing-kept' | 'sent';

export function formStatusOf(
  parts: Pick<FamilyParts, 'family'>,
  written: KeptRequest | undefined,
): FormStatus {
  return (notOpen(parts, written)?.code as FormStatus | undefined) ?? 'open';
}

/** The words of the refusals that every step can give. */
export const familyRefusals = {
  closed: ({ phone }: Readonly<Record<string, unknown>>) =>
    typeof phone === 'string'
      ? `You cannot ask for help online just now. Ring us on ${phone}.`
      : 'You cannot ask for help online just now. Ring your GP practice, or talk to somebody at school.',
  'nothing-kept': () => 'We do not have your answers any more. Please begin again.',
  sent: () => 'You have sent this already.',
};
