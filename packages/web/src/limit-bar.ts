const width = 150;
/** A due date this near asks somebody to act. */
const soonDays = 14;

/** Where things stand in the drawing of a wait beside its limit, in units of a bar 150 wide. */
export type LimitBar = {
  readonly width: number;
  readonly filled: number;
  readonly mark: number;
  readonly over: boolean;
  /** Coloured only where somebody must act: over the limit, or within 14 days of it. */
  readonly tone: 'over' | 'soon' | 'calm';
  readonly words: string;
};

/**
 * A wait drawn against its limit, both in days. The mark stands at four fifths until the wait has passed it
 * by a quarter; from then on the bar is full and the mark moves back. Day `limit` itself is in time.
 */
export function limitBar(days: number, limit: number): LimitBar {
  const scale = width / Math.max(days, limit * 1.25, 1);
  const over = days > limit;
  return {
    width,
    filled: round(Math.max(0, days) * scale),
    mark: round(limit * scale),
    over,
    tone: over ? 'over' : limit - days <= soonDays ? 'soon' : 'calm',
    words: over ? 'over the limit' : 'within the limit',
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
