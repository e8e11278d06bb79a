import type { NeedDomain, ServiceAskedFor } from '@waymark/care-types';

/**
 * What counts for how much when support is suggested. Published: a suggestion names the version. The weights add
 * up to 1, so a score lies between 0 and 1.
 */
export const matchingPolicy = {
  version: '1',
  weights: {
    /** The child's needs that the listing is for, by how much they get in the way. */
    needs: 0.6,
    /** It can be used today. */
    startNow: 0.15,
    /** The family can go there itself, without anyone's referral. */
    ownAccess: 0.1,
    /** It helps to find further help. */
    general: 0.1,
    /** Somebody vouched for it lately: all of it up to `freshDays`, none from `staleDays`. */
    freshness: 0.05,
  },
  freshDays: 90,
  staleDays: 365,
  /** How many suggestions a first plan holds, and how many of them come from one kind at most. */
  suggestions: 6,
  ofOneKind: 2,
} as const;

/**
 * What is likely to help when no needs were recorded, by the service asked for. Not a diagnosis: a place to begin
 * until somebody asks the family.
 */
export const likelyNeeds: Readonly<Record<ServiceAskedFor, readonly NeedDomain[]>> = {
  'autism-assessment': ['sensory', 'change', 'social', 'communication'],
  'adhd-assessment': ['attention', 'activity', 'emotional-regulation', 'sleep'],
  'autism-and-adhd-assessment': ['sensory', 'attention', 'change', 'emotional-regulation'],
  'camhs-community': ['anxiety', 'low-mood', 'emotional-regulation'],
  'eating-disorder': ['eating', 'anxiety', 'parent-wellbeing'],
  'camhs-crisis': ['self-harm', 'low-mood', 'anxiety', 'parent-wellbeing'],
  'community-paediatrics': ['communication', 'movement', 'learning', 'sleep'],
};
