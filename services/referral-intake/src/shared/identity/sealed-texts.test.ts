import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { fieldCipher } from './field-cipher.ts';
import { configuredKeys } from './key-provider.ts';
import { keyIdOf, sealedCollections, sealedTextsIn, withoutSealedTexts } from './sealed-texts.ts';

const keys = configuredKeys(randomBytes(32).toString('base64url'));
const cipher = fieldCipher(keys);

const somewhere = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constant('sealed'),
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

test('every sealed text is found where it stands, opens in its place, and is taken away with nothing else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sealedCollections),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), somewhere),
      (collection, tree) => {
        let count = 0;
        const state = JSON.parse(JSON.stringify(tree), (_key, value: unknown) => {
          if (value !== 'sealed') return value;
          count += 1;
          return cipher.seal('words', { collection, id: 'x', field: 'y' });
        }) as unknown;
        const found = sealedTextsIn(collection, 'x', state);
        expect(found).toHaveLength(count);
        for (const { text, place } of found) {
          expect(keyIdOf(text)).toBe(keys.current().id);
          expect(place).toMatchObject({ collection, id: 'x' });
        }
        expect(sealedTextsIn(collection, 'x', withoutSealedTexts(state))).toEqual([]);
        if (count === 0) expect(withoutSealedTexts(state)).toEqual(state);
      },
    ),
  );
});

test.each([
  ['people', { sealed: { school: '' } }, 'school'],
  ['people', { versions: [{ was: { address: '' } }] }, 'address'],
  ['referrals', { notes: '' }, 'notes'],
  ['referrals', { steps: [{ at: '2026-01-02T03:04:05Z', note: '' }] }, 'steps.2026-01-02T03:04:05Z'],
  ['drafts', { saved: { child: '' } }, 'child'],
  ['family-requests', { saved: { child: '' } }, 'child'],
  ['family-requests', { screened: { note: '' } }, 'note'],
  ['imports', { file: { key: '' } }, 'file'],
  ['import-rows', { sealed: '' }, 'rows'],
])('in %s, %j belongs to the field %s', (collection, shape, field) => {
  const text = cipher.seal('words', { collection, id: 'x', field });
  const state: unknown = JSON.parse(JSON.stringify(shape), (_key, value: unknown) =>
    value === '' ? text : value,
  );
  const [found] = sealedTextsIn(collection, 'x', state);
  expect(found && cipher.open(found.text, found.place)).toBe('words');
});
