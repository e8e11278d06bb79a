/**
 * What nobody sees in a text: characters that are ignored by default (Unicode, DerivedCoreProperties), but not the
 * variation selectors, which choose how the letter or the picture before them looks. The two joiners stay where they
 * join: between letters of the scripts that are written with them, and between the parts of one picture.
 */
const unseen =
  /(?<joins>(?<=[[\p{L}\p{M}]--\p{Script=Latin}])[\u200c\u200d](?=[[\p{L}\p{M}]--\p{Script=Latin}])|(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict}))|[\p{Default_Ignorable_Code_Point}--[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180f\u17b4\u17b5]]/gv;

/** Spaces that are wider, narrower or firmer than the usual one, and the separators of lines that keyboards do not have. */
const otherSpaces = /[\p{Zs}\p{Zl}\p{Zp}]/gu;

const plainText = /^[\n\r\t\x20-\x7e]*$/;

/** A text as it reads: without characters that nobody sees, and with the usual space for every other kind of space. */
export function visibleText(text: string): string {
  if (plainText.test(text)) return text;
  return text.replace(unseen, (_all, joins: string | undefined) => joins ?? '').replace(otherSpaces, ' ');
}
