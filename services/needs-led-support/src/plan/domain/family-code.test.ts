import fc from 'fast-check';
import { FamilyCode, familyCodeFor, hashOfCode, printedCode } from './family-code.ts';

const key = 'a key that only this test has';

test('a code can be typed as people type', () => {
  for (const typed of ['4F2K9 Q1M7X', '4f2k9q1m7x', ' 4F2K-9Q1M-7X ', '4F2K9 QLM7X', '4f2k9 qim7x'])
    expect(FamilyCode.parse(typed)).toBe('4F2K9Q1M7X');
  for (const typed of ['', '4F2K9Q1M7', '4F2K9Q1M7XX', '4F2K9Q1M7U', '{"$ne":1}', 'x'.repeat(41)])
    expect(FamilyCode.safeParse(typed).success).toBe(false);
});

test('the same pathway and issue give the same code, another issue another', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(1000), (pathwayId, issue) => {
      const code = familyCodeFor(key, pathwayId, issue);
      expect(familyCodeFor(key, pathwayId, issue)).toBe(code);
      expect(familyCodeFor(key, pathwayId, issue + 1)).not.toBe(code);
      expect(FamilyCode.parse(printedCode(code))).toBe(code);
      expect(hashOfCode(key, code)).not.toContain(code);
    }),
  );
});
