import { randomInt } from 'node:crypto';
import { nthTestNhsNumber, TEST_NHS_NUMBERS } from '@waymark/care-types';

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
      nhsNumber: nthTestNhsNumber(randomInt(TEST_NHS_NUMBERS)),
      postcode: 'DH1 1AB',
      ...child,
    },
  };
}

/** Eight letters by chance: names of two children should not be alike. */
function letters(): string {
  return Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyz'[randomInt(26)]).join('');
}
