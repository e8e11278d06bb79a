import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { fieldCipher } from './field-cipher.ts';
import { configuredKeys } from './key-provider.ts';

const secret = () => randomBytes(32).toString('base64url');
const place = { collection: 'people', id: 'per_1', field: 'familyName' };

test('whatever is sealed opens again in its place, and never reads the same twice', () => {
  const cipher = fieldCipher(configuredKeys(secret()));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [one, other] = [cipher.seal(text, place), cipher.seal(text, place)];
      expect(one).not.toBe(other);
      expect(cipher.open(one, place)).toBe(Buffer.from(text, 'utf8').toString('utf8'));
    }),
  );
});

test.each([
  ['collection', { ...place, collection: 'referrals' }],
  ['document', { ...place, id: 'per_2' }],
  ['field', { ...place, field: 'givenName' }],
])('a sealed text moved to another %s does not open', (_what, elsewhere) => {
  const cipher = fieldCipher(configuredKeys(secret()));
  expect(() => cipher.open(cipher.seal('Demo-Ashgill', place), elsewhere)).toThrow();
});

test('a text that was changed does not open', () => {
  const cipher = fieldCipher(configuredKeys(secret()));
  const sealed = cipher.seal('Demo-Ashgill', place);
  const [version, key, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(14) ^ 1, 14);
  expect(() => cipher.open([version, key, bytes.toString('base64url')].join('.'), place)).toThrow();
  expect(() => cipher.open('2.x.y', place)).toThrow('a key that is not known');
});

test('after a change of keys the old texts open, new ones are sealed by the new key, and a stranger opens none', () => {
  const [old, fresh] = [secret(), secret()];
  const sealed = fieldCipher(configuredKeys(old)).seal('Demo-Ashgill', place);
  const now = fieldCipher(configuredKeys(fresh, old));
  expect(now.open(sealed, place)).toBe('Demo-Ashgill');
  expect(now.seal('x', place).split('.')[1]).not.toBe(sealed.split('.')[1]);
  expect(() => fieldCipher(configuredKeys(fresh)).open(sealed, place)).toThrow('a key that is not known');
});
