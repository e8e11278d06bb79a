import { todayInLondon, type Clock } from '@waymark/care-types';
import type { CommandMeta } from './decision.ts';

/**
 * Commands of a service that acts by itself, asked by nobody: the service is recorded as the author. The same `key`
 * makes doing it again the same command.
 */
export function systemCommands(
  service: string,
): (name: string, key: string, clock: Clock, bodyHash?: string) => CommandMeta {
  return (name, key, clock, bodyHash = '') => ({
    by: { id: service, roles: [] },
    at: { instant: clock.now().toString(), date: todayInLondon(clock) },
    name,
    key,
    bodyHash,
  });
}
