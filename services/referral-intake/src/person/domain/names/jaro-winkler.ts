/** What a shared beginning of up to four letters adds, as Winkler set it (1990). */
const prefixScale = 0.1;
const longestPrefix = 4;

/**
 * How alike two words are, from 0 to 1: Jaro's (1989) share of letters in common and in order, raised by Winkler for
 * a shared beginning. The same either way round. Longer than 64 letters are compared by their first 64.
 */
export function jaroWinkler(one: string, other: string): number {
  const a = one.slice(0, 64);
  const b = other.slice(0, 64);
  if (a === b) return a === '' ? 0 : 1;
  const inOrder = a.length === b.length ? a < b : a.length < b.length;
  const [short, long] = inOrder ? [a, b] : [b, a];
  const reach = Math.max(0, Math.floor(long.length / 2) - 1);
  const taken = new Uint8Array(long.length);
  const found: number[] = [];
  for (let place = 0; place < short.length; place += 1) {
    const letter = short.charCodeAt(place);
    const last = Math.min(long.length - 1, place + reach);
    for (let at = Math.max(0, place - reach); at <= last; at += 1) {
      if (taken[at] === 1 || long.charCodeAt(at) !== letter) continue;
      taken[at] = 1;
      found.push(letter);
      break;
    }
  }
  const common = found.length;
  if (common === 0) return 0;
  let matched = 0;
  let outOfOrder = 0;
  for (let at = 0; at < long.length; at += 1) {
    if (taken[at] !== 1) continue;
    if (long.charCodeAt(at) !== found[matched]) outOfOrder += 1;
    matched += 1;
  }
  const jaro = (common / short.length + common / long.length + (common - outOfOrder / 2) / common) / 3;
  let prefix = 0;
  while (prefix < Math.min(longestPrefix, short.length) && short[prefix] === long[prefix]) prefix += 1;
  return jaro + prefix * prefixScale * (1 - jaro);
}
