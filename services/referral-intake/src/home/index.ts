import { work } from './own-work.ts';

/** What waits for each person in this service, for the start page. */
export const views = [work];
