import type { z } from 'zod';
import { codeList, codeOf } from './code-list.ts';

/** What a referral can ask for. */
export const services = codeList({
  id: 'services',
  title: 'Service asked for',
  source: 'Waymark, after the services of the County Durham local area',
  version: '1',
  entries: [
    {
      code: 'autism-assessment',
      text: 'Autism assessment',
      also: ['autism', 'asd', 'asc', 'asd assessment'],
    },
    { code: 'adhd-assessment', text: 'ADHD assessment', also: ['adhd'] },
    {
      code: 'autism-and-adhd-assessment',
      text: 'Autism and ADHD assessment',
      also: ['autism and adhd', 'asd and adhd', 'adhd and autism', 'asd/adhd', 'autism/adhd'],
    },
    { code: 'camhs-community', text: 'Community CAMHS', also: ['camhs', 'cypmhs'] },
    {
      code: 'eating-disorder',
      text: 'Eating disorder service',
      also: ['eating disorder', 'eating disorders', 'ceds'],
    },
    { code: 'camhs-crisis', text: 'CAMHS crisis service', also: ['crisis', 'crisis team', 'camhs crisis'] },
    {
      code: 'community-paediatrics',
      text: 'Community paediatrics',
      also: ['paediatrics', 'community paediatric service'],
    },
  ],
});
export const ServiceAskedFor = codeOf(services);
export type ServiceAskedFor = z.infer<typeof ServiceAskedFor>;
