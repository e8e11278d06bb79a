import fc from 'fast-check';
import { pathwayIdOf, personIdFrom, referenceFrom, ReferralId, referralIdFrom } from './ids.ts';

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
});
