export { nth, nthReference, referral, referralEvent } from './referral.ts';
