import { createHmac, createSecretKey } from 'node:crypto';
import type { CalendarDate, NhsNumber, Postcode } from '@waymark/care-types';

/** What two records of the same child have in common where no NHS number is known. */
export type NameKey = {
  familyName: string;
  givenName: string;
  dateOfBirth: CalendarDate;
  postcode?: Postcode | undefined;
};

/** Keyed hashes by which a child, or a row of a file, is found again without what it is being readable. */
export type BlindIndex = {
  ofNhsNumber(number: NhsNumber): string;
  ofName(key: NameKey): string;
  /** One word of a name, without case, accents and the like. */
  ofWord(word: string): string;
  /** How a word sounds, as a phonetic code. */
  ofSound(code: string): string;
  /** Two words of one child's names, in any order. Short, for there are many. */
  ofWords(one: string, other: string): string;
  /** How two words of one child's names sound, in any order. */
  ofSounds(one: string, other: string): string;
  ofBirth(date: CalendarDate): string;
  /** A phone number by its digits (`phoneDigits`). */
  ofPhone(digits: string): string;
  /** 32 bytes that follow from the words, for ids: the same words always make the same id. */
  bytesOf(...words: string[]): Uint8Array;
};

/** 96 bits: among a hundred million pairs two that are alike by chance are not expected, and the words are looked at too. */
const pairLength = 16;

/** HMAC-SHA-256 under one key, each use kept apart from the others. */
export function blindIndex(secret: string): BlindIndex {
  const key = createSecretKey(secret, 'utf8');
  const bytesOf = (...words: string[]) => createHmac('sha256', key).update(JSON.stringify(words)).digest();
  const textOf = (...words: string[]) => Buffer.from(bytesOf(...words)).toString('base64url');
  return {
    ofNhsNumber: (number) => textOf('nhs number', number),
    ofName: ({ familyName, givenName, dateOfBirth, postcode = '' }) =>
      textOf('name', plainName(familyName), plainName(givenName), dateOfBirth, postcode),
    ofWord: (word) => textOf('word', word),
    ofSound: (code) => textOf('sound', code),
    ofWords: (...both) => textOf('words', ...both.toSorted()).slice(0, pairLength),
    ofSounds: (...both) => textOf('sounds', ...both.toSorted()).slice(0, pairLength),
    ofBirth: (date) => textOf('birth', date),
    ofPhone: (digits) => textOf('phone', digits),
    bytesOf,
  };
}

/** A name without what people write in different ways: case, accents, hyphens, apostrophes and spaces. */
function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
}
