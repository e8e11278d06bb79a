import { randomInt } from 'node:crypto';
import { nthTestNhsNumber, TEST_NHS_NUMBERS } from '@waymark/care-types';

/** Numbers in a row from one by chance: none comes twice in a run, as it would now and then if each were drawn. */
let nextNumber = randomInt(TEST_NHS_NUMBERS);

/** A referral of a synthetic child as a program logs it; every one of another child. */
export function referral({ child, ...more }: { child?: object; [field: string]: unknown } = {}) {
  return {
    source: 'B2',
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: '2026-03-02',
    ...more,
    child: {
      givenName: letters(),
      familyName: letters(),
      preferredName: 'Synthetic',
      dateOfBirth: '2017-05-06',
      nhsNumber: nthTestNhsNumber(nextNumber++ % TEST_NHS_NUMBERS),
      postcode: 'DH1 1AB',
      ...child,
    },
  };
}

/** Eight letters by chance: names of two children should not be alike. */
function letters(): string {
  return Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyz'[randomInt(26)]).join('');
}
