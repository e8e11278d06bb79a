import type { CircumstanceId } from '@waymark/care-types';

type Policy = {
  version: string;
  /** A named clinician decides within so many working days. */
  reviewWithinWorkingDays: number;
  /** What asks for a review, and the days after which it must be looked at again; null: it holds until somebody says otherwise. */
  flags: Readonly<Partial<Record<CircumstanceId, number | null>>>;
};

/**
 * Which circumstances ask for a priority review, and how long what was stated holds. Data, not code: a local area
 * agrees it, and a change makes a new version. The published list behind each circumstance stands with it in
 * `@waymark/care-types`; those for which no published list was found are agreed locally and are not here yet. How
 * long a statement holds is a local choice: half a year where things move within a school year or a placement, a
 * year where a plan is reviewed yearly. A flag opens a review by a person; it moves nobody by itself and touches no
 * clock. Those of serious risk also open the clinical route of the same day.
 */
export const priorityPolicy: Policy = {
  version: '2026-11',
  reviewWithinWorkingDays: 5,
  flags: {
    'looked-after': null,
    'care-leaver': null,
    adopted: null,
    'child-protection-plan': 365,
    'child-in-need': 365,
    'family-breakdown': 180,
    'placement-breakdown': 180,
    'exclusion-risk': 180,
    'persistent-absence': 180,
    'part-time-timetable': 180,
    'no-school-place': 180,
    'youth-justice': 365,
    'young-carer': null,
    'parent-at-risk': 180,
    'dynamic-support-register-red': 90,
    'dynamic-support-register-amber': 180,
    'prior-admission': null,
    'armed-forces-family': null,
    'low-communication': null,
    'developmental-regression': 180,
    'serious-risk': 90,
    'serious-risk-to-others': 90,
    exploitation: 90,
  },
};
