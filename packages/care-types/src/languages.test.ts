import { Language, languageName, languages } from './languages.ts';

test.each([
  ['pl', 'pl'],
  ['Polish', 'pl'],
  [' bengali ', 'bn'],
  ['British Sign Language', 'bfi'],
  ['Kurdish (Sorani)', 'ckb'],
])('a language written %j is %s', (written, code) => {
  expect(Language.parse(written)).toBe(code);
});

test.each(['zzz', 'xx', 'Elvish', 'iw-IL', '', 'p', '__proto__'])('%j is no language', (written) => {
  expect(Language.safeParse(written)).toMatchObject({
    success: false,
    error: { issues: [{ message: expect.stringContaining('Polish or pl') as string }] },
  });
});

test('each language of the list has one name and is taken by it', () => {
  expect(new Set(languages.map(({ text }) => text)).size).toBe(languages.length);
  for (const { code, text } of languages) {
    expect(Language.parse(text)).toBe(code);
    expect(languageName(code)).toBe(text);
  }
});
