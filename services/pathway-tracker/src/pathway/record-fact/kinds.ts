import type { Kind } from './kind.ts';
import { appointment, ehcAdvice, recordFlowed, transfer, ward } from './kinds-arranged.ts';
import {
  decision,
  monitoringEnded,
  noTreatment,
  planned,
  ratified,
  treatmentStarted,
} from './kinds-decided.ts';
import { closure, discharge } from './kinds-ended.ts';
import { careCoordinator, carePlan, contact, diagnosis, intervention, outcomeMeasure } from './kinds-seen.ts';

/** In the order in which they are offered. */
export const kindGroups: readonly { title: string; kinds: readonly Kind[] }[] = [
  {
    title: 'Seen and helped',
    kinds: [contact, outcomeMeasure, carePlan, intervention, careCoordinator, diagnosis],
  },
  { title: 'Decided', kinds: [treatmentStarted, noTreatment, decision, monitoringEnded, planned, ratified] },
  { title: 'Arranged', kinds: [appointment, transfer, ward, ehcAdvice, recordFlowed] },
  { title: 'Ended', kinds: [discharge, closure] },
];

export const kinds: readonly Kind[] = kindGroups.flatMap(({ kinds: some }) => some);
