import fc from 'fast-check';
import { base32Of, idOf } from './index.ts';

test('an id is a prefix and 26 letters and digits that are not mistaken for one another', () => {
  expect(
    idOf(
      'ref',
      Uint8Array.from({ length: 26 }, (_, n) => n),
    ),
  ).toBe('ref_0123456789abcdefghjkmnpqrs');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 26, maxLength: 64 }), (bytes) => {
      expect(idOf('per', bytes)).toMatch(/^per_[0-9a-hjkmnp-tv-z]{26}$/);
      expect(idOf('per', bytes)).toBe(idOf('per', bytes.slice(0, 26)));
    }),
  );
});

test('each letter stands for five bits', () => {
  expect(base32Of(Uint8Array.of(0, 10, 17, 18, 20, 22, 27, 31, 32, 255))).toBe('0ahjmpvz0z');
});

test.each([0, 8, 25])('%d bytes are too few for an id', (length) => {
  expect(() => idOf('ref', new Uint8Array(length))).toThrow(RangeError);
});
