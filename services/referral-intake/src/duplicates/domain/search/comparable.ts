import { hash } from 'node:crypto';
import { NhsNumber, type CalendarDate } from '@waymark/care-types';
import { nameFrom, type Name } from '../../../person/domain/names/name.ts';

/** What is known of a child when a record is compared. Two records need not know the same. */
export type Facts = {
  givenName: string;
  familyName: string;
  dateOfBirth: CalendarDate;
  /** Ten digits; it may fail its check digit, as a row of a file may. Anything else is as good as not known. */
  nhsNumber?: string | undefined;
  postcode?: string | undefined;
  /** URN of the school. */
  school?: string | undefined;
  /** Code of the stated gender. */
  sex?: string | undefined;
};

/**
 * A record as numbers, but for the names, whose letters are needed to see how alike two are. What need only be equal
 * is a keyed hash; 0 stands for what is not known.
 */
export type Comparable = {
  given: Name;
  family: Name;
  /** The date as the number yyyymmdd. */
  born: number;
  /** Hashes of "DH1 1AB", "DH1 1" and "DH1". */
  postcode: number;
  sector: number;
  district: number;
  school: number;
  /** 1 and 2 as stated gender has them. */
  sex: number;
  number: number;
  /** Whether the number passes its check digit. */
  numberPasses: boolean;
  /** The hashes of the number with two neighbouring digits swapped, only of the record that is asked about. */
  swaps?: readonly number[];
};

/** 48 bits that follow from the key, the kind of thing and the thing; never 0. */
export function fingerprint(key: string, kind: string, thing: string): number {
  return hash('sha256', `${key}\n${kind}\n${thing}`, 'buffer').readUIntBE(0, 6) || 1;
}

/** The record made ready. Pseudo-postcodes (ZZ99: no fixed abode, abroad) are no home that two could share. */
export function comparable(facts: Facts, key: string): Comparable {
  const of = (kind: string, thing: string) => (thing === '' ? 0 : fingerprint(key, kind, thing) % 2 ** 32);
  const number = tenDigits(facts.nhsNumber);
  const letters = (facts.postcode ?? '').replace(/\s/g, '').toUpperCase();
  const home = letters.length < 5 || letters.startsWith('ZZ99') ? '' : letters;
  return {
    given: nameFrom(facts.givenName),
    family: nameFrom(facts.familyName),
    born: Number(facts.dateOfBirth.replaceAll('-', '')),
    postcode: of('postcode', home),
    sector: of('sector', home.slice(0, -2)),
    district: of('district', home.slice(0, -3)),
    school: of('school', facts.school ?? ''),
    sex: facts.sex === '1' || facts.sex === '2' ? Number(facts.sex) : 0,
    number: number === '' ? 0 : fingerprint(key, 'nhs number', number),
    numberPasses: number !== '' && NhsNumber.safeParse(number).success,
  };
}

/** The hashes of the number with each two neighbouring digits swapped: at most nine. */
export function swapsOf(nhsNumber: string | undefined, key: string): number[] {
  const number = tenDigits(nhsNumber);
  return Array.from({ length: Math.max(0, number.length - 1) }, (_, at) => at)
    .filter((at) => number[at] !== number[at + 1])
    .map((at) => `${number.slice(0, at)}${number[at + 1]}${number[at]}${number.slice(at + 2)}`)
    .map((swapped) => fingerprint(key, 'nhs number', swapped));
}

function tenDigits(number = ''): string {
  const digits = number.replace(/[\s-]/g, '');
  return /^[0-9]{10}$/.test(digits) ? digits : '';
}
