import fc from 'fast-check';
import {
  pathwayIdOf,
  personIdFrom,
  referenceFrom,
  referenceTyped,
  ReferralId,
  referralIdFrom,
} from './ids.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('ids', () => {
  it('name the pathway by the referral', () => {
    fc.assert(
      fc.property(bytes(26), (random) => {
        const referral = referralIdFrom(random);
        expect(pathwayIdOf(referral)).toBe(referral.replace('ref_', 'pw_'));
        expect(personIdFrom(random)).toMatch(/^per_[0-9a-z]{26}$/);
      }),
    );
  });

  it('are refused for anything else', () => {
    expect(() => pathwayIdOf('ref_short')).toThrow();
    expect(ReferralId.safeParse('per_01jd8v5k3m9q2w7x4y6z0a1b2c').success).toBe(false);
    expect(() => referralIdFrom(new Uint8Array(25))).toThrow();
  });

  it('are spoken without letters that look alike', () => {
    fc.assert(
      fc.property(bytes(8), (random) => {
        expect(referenceFrom(random)).toMatch(/^WM-[^ILOU]{4}-[^ILOU]{4}$/);
      }),
    );
  });

  it('are known however they are typed', () => {
    for (const typed of ['WM-4F2K-9Q10', 'wm 4f2k 9q10', '4f2k9q10', 'WM–4F2K–9QIO', ' Wm4f2k-9qlo '])
      expect([typed, referenceTyped(typed)]).toEqual([typed, 'WM-4F2K-9Q10']);
    for (const typed of ['', 'WM-4F2K', 'WM-4F2K-9Q1MX', 'utterly!', '4F2U-9Q1M'])
      expect([typed, referenceTyped(typed)]).toEqual([typed, undefined]);
    fc.assert(
      fc.property(bytes(8), (random) => {
        const reference = referenceFrom(random);
        expect(referenceTyped(reference.toLowerCase().replaceAll('-', ' '))).toBe(reference);
        expect(referenceTyped(reference.slice(3))).toBe(reference);
      }),
    );
  });
});
