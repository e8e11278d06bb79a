import { safeReturn } from './return-to.ts';

const fallback = '/referrals';

test.each([
  ['/referrals/new', '/referrals/new'],
  ['/pathways/waiting-list?service=nd&after=abc', '/pathways/waiting-list?service=nd&after=abc'],
  ['/support/a/../b', '/support/b'],
  ['/', '/'],
  ['/referrals/new#part', '/referrals/new'],
  ['/search?q=//elsewhere.example', '/search?q=//elsewhere.example'],
])('%s is a way back', (wanted, path) => {
  expect(safeReturn(wanted, fallback)).toBe(path);
});

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '///elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  ' //elsewhere.example',
  '/..//elsewhere.example',
  '/.//elsewhere.example',
  '/a/..//elsewhere.example',
  '/%2e%2e//elsewhere.example',
  'javascript:alert(1)',
  'referrals',
  '',
  '@elsewhere.example',
  '/referrals\r\nSet-Cookie: a=b',
  '/referrals/sign-in',
  '/referrals/sign-in/?returnTo=/referrals/sign-in',
  '/support/signed-in?code=1',
  '/referrals/sign-out',
  '/café',
])('%j is not', (wanted) => {
  expect(safeReturn(wanted, fallback)).toBe(fallback);
});

test.each([undefined, null, 7, ['/referrals/new'], { path: '/' }])('%j is not', (wanted) => {
  expect(safeReturn(wanted, fallback)).toBe(fallback);
});
