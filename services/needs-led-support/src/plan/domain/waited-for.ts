import type { ServiceAskedFor } from '@waymark/care-types';

/** The service asked for, in words a family would use, to follow "You were referred for". */
export const waitedFor: Readonly<Record<ServiceAskedFor, string>> = {
  'autism-assessment': 'an autism assessment',
  'adhd-assessment': 'an ADHD assessment',
  'autism-and-adhd-assessment': 'an autism and ADHD assessment',
  'camhs-community': 'help with mental health (CAMHS)',
  'eating-disorder': 'help with eating',
  'camhs-crisis': 'urgent help with mental health (CAMHS)',
  'community-paediatrics': 'an appointment with a children’s doctor',
};
