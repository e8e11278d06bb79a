import { midSentence } from '@waymark/care-types';
import type { ClockState } from '@waymark/wait-clocks';

/** What the clock that is due first needs first. */
export function neededFirst(clocks: readonly ClockState[]): string | undefined {
  const running = clocks.filter(({ state }) => state === 'running');
  const first = running.toSorted((one, other) => ((one.due ?? '9') < (other.due ?? '9') ? -1 : 1))[0];
  return first?.stillNeeded[0];
}

/** What is needed, up to its first comma or colon. */
export function inShort(needed: string): string {
  const words = needed.split(/[:,]/)[0] ?? needed;
  return midSentence(words);
}
