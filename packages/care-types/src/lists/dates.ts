/** First day of MHSDS version 5. */
export const V5 = '2021-10-01';
/** First day of MHSDS version 6. */
export const V6 = '2024-04-01';
/** Last day of MHSDS version 4.1. */
export const END_OF_V4 = '2021-09-30';
/** Last day of MHSDS version 5. */
export const END_OF_V5 = '2024-03-31';

export const DATA_DICTIONARY = 'NHS Data Model and Dictionary (May 2026)';
export const MONTHLY_STATISTICS =
  'NHS England Mental Health Monthly Statistics, reference tables (September 2025)';
export const MHSDS = 'MHSDS v6.0';
