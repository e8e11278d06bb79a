import { nthTestNhsNumber } from '@waymark/care-types';

export const nhsNumber = nthTestNhsNumber(77_777);
/** A child whose every detail can be found again wherever it leaks to. */
export const marked = {
  givenName: 'Zephyrine',
  familyName: 'Quillfeather',
  nhsNumber,
  address: '77 Leakhunt Crescent',
  postcode: 'DL5 4AT',
  phone: '01632 960 977',
  email: 'zephyrine@quillfeather.example',
};
export const freeText = 'Leakmark: what only the clinician reads';
/** Each stands where white space and the signs of encodings are taken out, in small letters. */
const marks = [
  'zephyrine',
  'quillfeather',
  'leakhunt',
  'leakmark',
  nhsNumber,
  'dl54at',
  '01632960977',
  '07700900977',
];

/** The marks that can be seen in a text, however it was written. */
export function sightings(text: string): string[] {
  const plain = text.toLowerCase();
  const dense = plain.replace(/%20|\\u0020|[\s+]/g, '');
  return marks.filter((mark) => plain.includes(mark) || dense.includes(mark));
}

/** The words around a sighting, to find where it comes from. */
export function around(text: string): string[] {
  return sightings(text).map((mark) => {
    const at = Math.max(0, text.toLowerCase().indexOf(mark.slice(0, 4)));
    return `${mark}: …${text.slice(Math.max(0, at - 200), at + 100)}…`;
  });
}
