/** A set of whole numbers from 0, one bit each. It grows by itself as numbers are added. */
export type Bits = { words: Int32Array };

export function noBits(): Bits {
  return { words: new Int32Array(0) };
}

export function has({ words }: Bits, n: number): boolean {
  return ((words[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
}

export function add(bits: Bits, n: number): void {
  const at = n >>> 5;
  if (at >= bits.words.length) {
    const grown = new Int32Array(Math.max(at + 1, bits.words.length * 2, 16));
    grown.set(bits.words);
    bits.words = grown;
  }
  bits.words[at] = (bits.words[at] ?? 0) | (1 << (n & 31));
}

export function drop({ words }: Bits, n: number): void {
  const at = n >>> 5;
  if (at < words.length) words[at] = (words[at] ?? 0) & ~(1 << (n & 31));
}

/** Every number below a limit. */
export function allBelow(limit: number): Bits {
  const words = new Int32Array((limit + 31) >>> 5).fill(-1);
  const rest = limit & 31;
  if (rest > 0) words[words.length - 1] = 2 ** rest - 1;
  return { words };
}

/** What is in any of them. */
export function union(sets: readonly Bits[]): Bits {
  const words = new Int32Array(Math.max(0, ...sets.map((set) => set.words.length)));
  for (const set of sets)
    for (let at = 0; at < set.words.length; at += 1) words[at] = (words[at] ?? 0) | (set.words[at] ?? 0);
  return { words };
}

/** What is in both. */
export function shared(one: Bits, other: Bits): Bits {
  const words = new Int32Array(Math.min(one.words.length, other.words.length));
  for (let at = 0; at < words.length; at += 1) words[at] = (one.words[at] ?? 0) & (other.words[at] ?? 0);
  return { words };
}

/** How many are in both. */
export function countShared(one: Bits, other: Bits): number {
  const a = one.words;
  const b = other.words;
  const end = Math.min(a.length, b.length);
  let count = 0;
  for (let at = 0; at < end; at += 1) count = (count + ones((a[at] ?? 0) & (b[at] ?? 0))) | 0;
  return count;
}

/** Each of them, from the smallest. */
export function numbersIn({ words }: Bits): number[] {
  const found: number[] = [];
  for (let at = 0; at < words.length; at += 1)
    for (let rest = words[at] ?? 0; rest !== 0; rest &= rest - 1)
      found.push(at * 32 + 31 - Math.clz32(rest & -rest));
  return found;
}

/** How many bits of a word are set: sums of neighbours, by pairs, fours and eights, then all at once. */
function ones(word: number): number {
  let sum = (word - ((word >>> 1) & 0x5555_5555)) | 0;
  sum = ((sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333)) | 0;
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
