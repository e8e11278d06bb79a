import { asLeft, wayBack } from './lists.ts';

const usual = { text: 'Waiting list', href: '/pathways/waiting-list' };
const lists = {
  '/support/directory': '/support/directory?sort=near',
  '/pathways/priority': '/pathways/priority?after=x.y',
  '/pathways/waiting-list': '/pathways/waiting-list?clock=breached',
};

test('the way back leads to the list that was looked at last, at the row of the child', () => {
  expect(wayBack(usual, { lists }, 'WM-0000-0001')).toEqual({
    text: 'Priority reviews',
    href: '/pathways/priority?after=x.y#WM-0000-0001',
  });
  expect(wayBack(usual, { lists })).toEqual({
    text: 'Priority reviews',
    href: '/pathways/priority?after=x.y',
  });
});

test('whoever has looked at no list is led where one usually comes from', () => {
  expect(wayBack(usual, {}, 'WM-0000-0001')).toEqual(usual);
  expect(wayBack(usual, { lists: { '/support/directory': '/support/directory' } })).toEqual(usual);
});

test('one list is found as it was left', () => {
  expect(asLeft('/pathways/waiting-list', { lists })).toBe('/pathways/waiting-list?clock=breached');
  expect(asLeft('/referrals/triage', { lists })).toBe('/referrals/triage');
});
