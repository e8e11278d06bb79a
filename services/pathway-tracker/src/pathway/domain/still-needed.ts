import { stillNeededOf, type ClockState, type StillNeeded } from '@waymark/wait-clocks';

/** What the clock that is due first needs first. */
export function neededFirst(clocks: readonly ClockState[]): StillNeeded | undefined {
  const running = clocks.filter(({ state }) => state === 'running');
  const first = running.toSorted((one, other) => ((one.due ?? '9') < (other.due ?? '9') ? -1 : 1))[0];
  return first && stillNeededOf(first)[0];
}
