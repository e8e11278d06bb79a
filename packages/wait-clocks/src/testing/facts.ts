import { Fact } from '../fact.ts';
import { firstDay } from './any-facts.ts';

/** A referral of a synthetic child of twelve with suspected autism. */
export const received = (change: object = {}) =>
  Fact.parse({
    ...{ type: 'referral-received', factId: 'f0', referralId: 'A', on: firstDay, provider: 'RX3' },
    ...{ dateOfBirth: '2013-01-05', primaryReason: '25', ...change },
  });

/** A contact at which the child was seen face to face. */
export const contact = (factId: string, on: string, change: object = {}) =>
  Fact.parse({ type: 'contact', factId, referralId: 'A', on, attendance: '5', mechanism: '01', ...change });
