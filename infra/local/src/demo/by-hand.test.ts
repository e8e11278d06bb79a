import { addDays, calendarDate } from '@waymark/care-types';
import { byHand } from './by-hand.ts';
import { demoLines } from './generate.ts';

const days = Array.from({ length: 40 }, (_, n) => addDays(calendarDate('2026-11-22'), n * 9));
const lettersOf = (name: string) => name.replace(/[^\p{L}]/gu, '').toLowerCase();

test.each(days)('on %s each child who is referred once more has another name or date of birth', (asOf) => {
  const rows = demoLines({ seed: 20261121, asOf, children: 1_500 }).flatMap((line) =>
    line.kind === 'child' ? [line.row] : [],
  );
  const again = byHand(rows, asOf).filter(({ path }) => path === '/referrals');
  expect(again).toHaveLength(4);
  for (const { body } of again) {
    const { child } = body as {
      child: Record<'givenName' | 'familyName' | 'dateOfBirth' | 'address' | 'postcode', string>;
    };
    const row = rows.find(
      (each) => each.address_line_1 === child.address && each.postcode === child.postcode,
    );
    const nameOf = (given = '', family = '', born = '') =>
      [lettersOf(given), lettersOf(family), born].join(' ');
    expect(nameOf(child.givenName, child.familyName, child.dateOfBirth)).not.toBe(
      nameOf(row?.given_name, row?.family_name, row?.date_of_birth),
    );
  }
});
