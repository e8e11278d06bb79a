export { nth, nthReference, referral, told } from './referral.ts';
