import { otherHelp, textOf, type Clock } from '@waymark/care-types';
import type { FamilyRequests } from '../adapters/family-requests.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import type { FamilyRequestId } from '../domain/family-request.ts';
import { answersIn, reachedBy } from '../family-form/steps.ts';
import type { FamilyParts } from '../family-form/saved-request.ts';

export type NotifyParts = { familyRequests: FamilyRequests; family: Pick<FamilyParts['family'], 'messages'> };

/**
 * Tell a family, in the way that it confirmed, that this is no referral now, and which other help is named. The words
 * say nothing of the child. It is written down what came of it; what could not be sent is tried again later.
 */
export async function notifyFamily(
  requestId: FamilyRequestId,
  { familyRequests, family }: NotifyParts,
  clock: Clock,
): Promise<void> {
  const found = await familyRequests.open(requestId);
  if (!found || found.request.state.told !== 'to-tell') return;
  const { reference, screened, toldInVain } = found.request.state;
  const to = reachedBy(answersIn(found.kept));
  const help = (screened?.otherHelp ?? []).map((code) => textOf(otherHelp, code)).join('\n');
  const came = to ? await family.messages?.send('not-taken', to, { reference, help }) : 'refused';
  const key = `told ${requestId} ${toldInVain}`;
  await familyRequests.told(requestId, came ?? 'away', systemCommand('tell-family', key, clock));
}
