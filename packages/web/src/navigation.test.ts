import { markCurrent, navigation } from './navigation.ts';

const texts = (...roles: string[]) => navigation({ roles }).map((item) => item.text);

test('each role is led to its own work', () => {
  expect(texts('clinician')).toEqual([
    'Referrals',
    'Triage',
    'From families',
    'Log a referral',
    'Plans',
    'Import',
    'Waiting list',
    'Same-day risk',
    'Priority',
    'Support',
  ]);
  expect(texts('triage')).toEqual(texts('clinician'));
  expect(texts('referrer')).toEqual(['Referrals', 'Log a referral', 'Plans', 'Import', 'Support']);
  expect(texts('practitioner')).toEqual(['Support']);
  expect(texts('commissioner')).toEqual(['Support']);
  expect(texts('operator')).toEqual(['Import']);
  expect(texts('family')).toEqual(['Your family’s page']);
  expect(texts('anonymous')).toEqual([]);
});

test('several roles see each link once', () => {
  expect(texts('operator', 'clinician', 'triage').filter((text) => text === 'Waiting list')).toHaveLength(1);
});

test.each([
  ['/referrals/', 'Referrals'],
  ['/referrals', 'Referrals'],
  ['/referrals/ref_1', 'Referrals'],
  ['/referrals/triage', 'Triage'],
  ['/referrals/from-families?after=x', 'From families'],
  ['/referrals/new', 'Log a referral'],
  ['/referrals/import', 'Import'],
  ['/referrals/imports/imp_1?rows=rejected', 'Import'],
  ['/pathways/waiting-list', 'Waiting list'],
  ['/pathways/waiting-list?after=x', 'Waiting list'],
  ['/pathways/priority?after=x', 'Priority'],
  ['/referrals/import', 'Import'],
  ['/referrals/imports/imp_1', 'Import'],
  ['/pathways/pw_1', undefined],
  ['/referralsx', undefined],
])('the page %s belongs to %s', (path, text) => {
  const marked = markCurrent(navigation({ roles: ['clinician'] }), path).filter((item) => item.current);
  expect(marked.map((item) => item.text)).toEqual(text ? [text] : []);
});
