/** What stands before a name and is none of it. */
const titles = /^(?:(?:mr|mrs|miss|ms|mx|master|mstr|dr|rev|sir|lady)\.?\s+)+(?=\S)/i;

/** Part of a family name that is written in capitals, so that it stands out. */
const inCapitals = /^(?=.*\p{L}.*\p{L})\P{Ll}+$/u;

/** A name in one cell, as family name and given name: `Mr DEMO-ASH, Acorn`, `DEMO-ASH Acorn` or `Acorn Demo-Ash`. */
export function splitName(whole: string): { family_name: string; given_name: string } {
  const [before = '', ...after] = whole.split(',').map((part) => part.trim());
  const behind = after.filter(Boolean).join(' ');
  if (behind !== '')
    return { family_name: before.replace(titles, ''), given_name: behind.replace(titles, '') };
  const words = before.replace(titles, '').split(/\s+/);
  const rest = words.findIndex((word) => !inCapitals.test(word));
  const family = rest > 0 ? words.slice(0, rest) : words.slice(-1);
  const given = rest > 0 ? words.slice(rest) : words.slice(0, -1);
  return { family_name: family.join(' '), given_name: given.join(' ') };
}
