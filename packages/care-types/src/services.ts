import type { z } from 'zod';
import { codeList, codeOf } from './code-list.ts';

/** What a referral can ask for. */
export const services = codeList({
  id: 'services',
  title: 'Service asked for',
  source: 'Waymark, after the services of the County Durham local area',
  version: '1',
  entries: [
    { code: 'autism-assessment', text: 'Autism assessment' },
    { code: 'adhd-assessment', text: 'ADHD assessment' },
    { code: 'autism-and-adhd-assessment', text: 'Autism and ADHD assessment' },
    { code: 'camhs-community', text: 'Community CAMHS' },
    { code: 'eating-disorder', text: 'Eating disorder service' },
    { code: 'camhs-crisis', text: 'CAMHS crisis service' },
    { code: 'community-paediatrics', text: 'Community paediatrics' },
  ],
});
export const ServiceAskedFor = codeOf(services);
export type ServiceAskedFor = z.infer<typeof ServiceAskedFor>;
