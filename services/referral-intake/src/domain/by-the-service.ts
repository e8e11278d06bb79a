import { todayInLondon, type Clock } from '@waymark/care-types';
import type { Made } from '@waymark/events';

/** What the service does by itself, asked by nobody: under a key that makes doing it again the same. */
export function byTheService(command: string, key: string, clock: Clock): Made {
  return {
    by: { id: 'referral-intake', roles: [] },
    at: { instant: clock.now().toString(), date: todayInLondon(clock) },
    command,
    key,
    bodyHash: '',
  };
}
