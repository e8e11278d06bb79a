import fc from 'fast-check';
import {
  formatNhsNumber,
  isNeverIssued,
  isTestNhsNumber,
  NhsNumber,
  nhsNumberWarning,
  nthTestNhsNumber,
  OdsCode,
  OutwardCode,
  outwardOf,
  Postcode,
  StatedPostcode,
  wholePostcode,
} from './index.ts';

const messageFor = (typed: unknown): string =>
  NhsNumber.safeParse(typed).error?.issues[0]?.message ?? 'accepted';
const synthetic = fc.integer({ min: 0, max: 899_999 }).map(nthTestNhsNumber);

describe('an NHS number', () => {
  it.each([
    ...['9990000018', '9990000026', '9990000034', '9990000042', '9990000050', '9990000069', '9990000107'],
    ...['9990000204', '9434765919', '9000000009'],
  ])('%s is valid', (number) => {
    expect(NhsNumber.parse(number)).toBe(number);
  });

  it.each(['999 000 0018', '999-000-0018', ' 9990000018 ', '999 000-0018', '99 90 00 00 18'])(
    'written "%s" is the same number',
    (written) => {
      expect(NhsNumber.parse(written)).toBe('9990000018');
    },
  );

  it.each([
    ['', 'Enter an NHS number'],
    ['   ', 'Enter an NHS number'],
    [undefined, 'Enter an NHS number'],
    [9990000018, 'Enter an NHS number'],
    [{ $ne: '' }, 'Enter an NHS number'],
    ['999000001', '10 digits; this has 9'],
    ['99900000180', '10 digits; this has 11'],
    ['999000001O', 'digits only'],
    ['٩٩٩٠٠٠٠٠١٨', 'digits only'],
    ['9991234560', 'last digit does not fit'],
    ['9990000000', 'last digit does not fit'],
    ['9990000019', 'last digit does not fit'],
    ['9'.repeat(5000), '10 digits'],
  ])('refuses %j and says why', (typed, why) => {
    expect(messageFor(typed)).toContain(why);
  });

  it('never repeats in a message what was typed', () => {
    expect(JSON.stringify(NhsNumber.safeParse('9990000019').error?.issues)).not.toContain('9990000019');
  });

  it('round-trips through the way people write it', () => {
    fc.assert(
      fc.property(synthetic, (number) => {
        expect(formatNhsNumber(number)).toMatch(/^\d{3} \d{3} \d{4}$/);
        expect(NhsNumber.parse(formatNhsNumber(number))).toBe(number);
      }),
    );
  });

  it('is refused when any one digit is changed', () => {
    fc.assert(
      fc.property(synthetic, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const digit = (Number(number[place]) + by) % 10;
        const changed = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`;
        expect(NhsNumber.safeParse(changed).success).toBe(false);
      }),
    );
  });

  it('is refused when two neighbouring digits that differ change places', () => {
    fc.assert(
      fc.property(synthetic, fc.nat(8), (number, place) => {
        const [one = '', other = ''] = number.slice(place, place + 2);
        fc.pre(one !== other);
        const swapped = `${number.slice(0, place)}${other}${one}${number.slice(place + 2)}`;
        expect(NhsNumber.safeParse(swapped).success).toBe(false);
      }),
    );
  });

  it.each([
    ['0101000014', 'Scottish'],
    ['3112999983', 'Scottish'],
    ['3200000015', 'Northern Ireland'],
  ])('%s is taken, with a warning that it may be from elsewhere', (number, place) => {
    expect(nhsNumberWarning(NhsNumber.parse(number))).toContain(place);
  });

  it.each(['4000000004', '4010232137', '9990000018'])('%s gives no warning', (number) => {
    expect(nhsNumberWarning(NhsNumber.parse(number))).toBeNull();
  });
});

describe('synthetic NHS numbers', () => {
  it('are known as such, and others are not', () => {
    fc.assert(fc.property(synthetic, (number) => isTestNhsNumber(number)));
    expect(isTestNhsNumber(NhsNumber.parse('9434765919'))).toBe(false);
  });

  it('are all different and ascend', () => {
    const numbers = Array.from({ length: 5000 }, (_, n) => nthTestNhsNumber(n));
    expect(new Set(numbers).size).toBe(5000);
    expect(numbers).toEqual(numbers.toSorted());
    expect(nthTestNhsNumber(0)).toBe('9990000018');
    expect(NhsNumber.safeParse(nthTestNhsNumber(899_999)).success).toBe(true);
  });

  it.each([-1, 900_000, 0.5, Number.NaN])('do not exist for %d', (n) => {
    expect(() => nthTestNhsNumber(n)).toThrow(RangeError);
  });
});

describe('an organisation code', () => {
  it.each([
    ['RX3', 'RX3'],
    [' rx3 ', 'RX3'],
    ['84H', '84H'],
    ['a83001', 'A83001'],
  ])('%j is %s', (typed, code) => {
    expect(OdsCode.parse(typed)).toBe(code);
  });

  it.each(['', 'RX', 'RX3 01', 'TOOLONG12', 'RX-3', 12, null])('refuses %j', (typed) => {
    expect(OdsCode.safeParse(typed).success).toBe(false);
  });
});

describe('a postcode', () => {
  it.each([
    ['DH1 1AB', 'DH1 1AB', 'DH1'],
    ['dh11ab', 'DH1 1AB', 'DH1'],
    [' dl14  6 qw ', 'DL14 6QW', 'DL14'],
    ['SR7 7LQ', 'SR7 7LQ', 'SR7'],
    ['W1A 1AA', 'W1A 1AA', 'W1A'],
    ['SW1A1AA', 'SW1A 1AA', 'SW1A'],
    ['M1 1AE', 'M1 1AE', 'M1'],
    ['ZZ99 3VZ', 'ZZ99 3VZ', 'ZZ99'],
    ['zz993cz', 'ZZ99 3CZ', 'ZZ99'],
  ])('%j is %s in %s', (typed, postcode, district) => {
    expect(Postcode.parse(typed)).toBe(postcode);
    expect(outwardOf(Postcode.parse(typed))).toBe(district);
    expect(OutwardCode.parse(district.toLowerCase())).toBe(district);
  });

  it.each([
    '',
    'DH1',
    'DH1 1',
    'DH1 1CI',
    '1DH 1AB',
    'DH1 1AB 2',
    'QQ1 1AB',
    'DH111 1AB',
    'x'.repeat(5000),
    7,
    {},
  ])('refuses %j', (typed) => {
    expect(Postcode.safeParse(typed).success).toBe(false);
  });
});

describe('a number that nobody has', () => {
  it.each([
    ...['0000000000', '1111111111', '4444444444', '7777777777', '9999999999'],
    ...['0000000019', '3113000017', '5000000005', '5000000013', '8600000017'],
  ])('%s fits its last digit, and fills a box', (number) => {
    expect(isNeverIssued(NhsNumber.parse(number))).toBe(true);
  });

  it('is none of those that people have, and none of those that stand for people who are made up', () => {
    expect(
      ['9434765919', '4010232137', '9000000009'].map((each) => isNeverIssued(NhsNumber.parse(each))),
    ).toEqual([false, false, false]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 899_000 }), (n) => {
        expect(isNeverIssued(nthTestNhsNumber(n))).toBe(false);
      }),
    );
  });

  it('is every number of ten equal digits', () => {
    for (let digit = 0; digit < 10; digit += 1)
      expect(isNeverIssued(NhsNumber.parse(String(digit).repeat(10)))).toBe(true);
  });
});

describe('a postcode as it is stated', () => {
  it.each([
    ['dh11ab', 'DH1 1AB', 'DH1 1AB'],
    ['BF1 3AA', 'BF1 3AA', 'BF1 3AA'],
    ['bfpo 58', 'BFPO 58', undefined],
    ['BFPO801', 'BFPO 801', undefined],
    ['dh1', 'DH1', undefined],
    ['DH1 1', 'DH1 1', undefined],
  ])('%s is kept as %s', (typed, kept, whole) => {
    const stated = StatedPostcode.parse(typed);
    expect(stated).toBe(kept);
    expect(wholePostcode(stated)).toBe(whole);
  });

  it.each(['nowhere', 'BFPO', 'D', '12345', ''])('"%s" is none, and it is said what to write', (typed) => {
    expect(StatedPostcode.safeParse(typed).error?.issues[0]?.message).toContain('BFPO 58');
  });
});
