/**
 * The order in which addresses are tried: step by step, a fixed one before a parameter, so that `/priority` is not
 * mistaken for the id in `/:pathwayId`. A total order: whatever others there are, two addresses stand in the same order.
 */
export function byAddress(one: string, other: string): number {
  const [left, right] = [one.split('/'), other.split('/')];
  for (const [place, step] of left.entries()) {
    const against = right[place];
    if (against === undefined) return 1;
    if (step === against) continue;
    const parameters = Number(step.startsWith(':')) - Number(against.startsWith(':'));
    return parameters || (step < against ? -1 : 1);
  }
  return left.length - right.length;
}
