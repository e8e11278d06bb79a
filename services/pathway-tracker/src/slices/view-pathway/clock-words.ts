import type { RegimeId } from '@waymark/wait-clocks';

/** What a clock is called where there is little room. */
export const shortTitles: Readonly<Record<RegimeId, string>> = {
  'cyp-4-week': 'Four weeks',
  'local-18-weeks': 'Local 18 weeks',
  'rtt-18-weeks': '18 weeks',
  'adult-4-week': 'Four weeks, adult',
  'autism-13-weeks': 'Autism 13 weeks',
  'autism-nice-3-months': 'Autism, NICE',
  'adhd-age': 'ADHD, age',
  'community-paediatrics': 'Paediatrics',
  'eating-disorder-urgent': 'Eating disorder, urgent',
  'eating-disorder-routine': 'Eating disorder',
  'eip-2-weeks': 'Psychosis, two weeks',
  'crisis-emergency': 'Emergency',
  'crisis-very-urgent-4h': 'Crisis, 4 hours',
  'crisis-urgent-24h': 'Crisis, 24 hours',
  'liaison-1h': 'Liaison, 1 hour',
  'ehc-advice-6-weeks': 'EHC advice',
};
