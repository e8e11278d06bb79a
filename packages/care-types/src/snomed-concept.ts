/** 6 to 18 digits, of which the last but one and two say that it is a concept: 00, or 10 in an extension. */
const conceptShape = /^(?:[1-9][0-9]{2,14}00[0-9]|[1-9][0-9]{7,14}10[0-9])$/;

/** The dihedral group of ten elements, by which the check digit of Verhoeff is reckoned. */
const product = (left: number, right: number): number =>
  left < 5
    ? right < 5
      ? (left + right) % 5
      : ((left + right) % 5) + 5
    : right < 5
      ? ((left - right) % 5) + 5
      : (left - right + 5) % 5;

const nextPlace = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

/** Whether a SNOMED CT concept can have this identifier: its shape, and its check digit after Verhoeff. */
export function isSnomedConcept(code: string): boolean {
  return conceptShape.test(code) && verhoeff(code) === 0;
}

function verhoeff(digits: string): number {
  let check = 0;
  for (let place = 0; place < digits.length; place += 1) {
    let digit = Number(digits[digits.length - 1 - place]);
    for (let turn = place % 8; turn > 0; turn -= 1) digit = nextPlace[digit] ?? 0;
    check = product(check, digit);
  }
  return check;
}

/**
 * The concept that an entry of a record begins with: what stands before a colon (its qualifiers) or a bar (its words),
 * as in `1085671000000109 |Assessment| : 408730004 = 443390004`.
 */
export function conceptWritten(entry: string): string {
  return entry.split(/[|:]/, 1)[0]?.trim() ?? '';
}
