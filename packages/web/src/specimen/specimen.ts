import { fileURLToPath } from 'node:url';
import { navigation } from '../navigation.ts';
import type { PageContext } from '../page.ts';
import { renderer } from '../renderer.ts';

const viewer = { roles: ['clinician'], name: 'Demo person, neurodevelopmental team' };

/** One page that uses every macro, with `said` in all the places that show what somebody wrote. */
export function specimen(said: string, page: Partial<PageContext> = {}): string {
  const render = renderer({ templates: [fileURLToPath(new URL('.', import.meta.url))] });
  return render('specimen.njk', model(said), {
    viewer,
    nav: navigation(viewer),
    current: '/pathways/waiting-list',
    basePath: '/pathways',
    service: 'pathway-tracker',
    demo: true,
    version: 7,
    next: '/pathways/waiting-list?after=abc',
    first: '/pathways/waiting-list',
    ...page,
  });
}

/** What a form sends when it is refused: `said` in every field, and a fault in each. */
export function refused(said: string): Partial<PageContext> {
  const names = ['givenName', 'dateOfBirth', 'service', 'circumstances.1', 'school', 'notes', 'file'];
  return {
    typed: {
      givenName: said,
      'dateOfBirth-day': said,
      'dateOfBirth-month': '3',
      'dateOfBirth-year': '2015',
      service: 'adhd',
      circumstances: ['looked-after', 'exclusion'],
      school: '2',
      notes: said,
    },
    errors: names.map((field) => ({ field, message: `Mend this: ${said}` })),
  };
}

function model(said: string) {
  return {
    title: 'Specimen of every part',
    said,
    clocks: [
      { title: 'Four weeks (children and young people)', days: 22, limit: 28, says: said },
      { title: 'Autism: 13 weeks to first appointment', days: 192, limit: 91, over: true, says: 'Running.' },
      { title: 'Local 18 weeks, RTT-style', days: 22, limit: 126, says: 'Running. Local measure.' },
    ],
    rows: [
      row(said, '2018-03-02', 'Autism assessment', '2023-01-12', 1409, 91, 'Looked after · P1', 'act'),
      row('B.', '2015-06-30', 'Autism and ADHD', '2023-02-20', 1370, 91, 'Review due Tuesday', 'act'),
      row('C.', '2017-08-11', 'ADHD assessment', '2023-03-03', 1359, null, 'Date order', 'quiet'),
      row('D.', '2009-01-11', 'Autism assessment', '2024-11-28', 723, 91, 'Turns 18 in 51 days', 'notice'),
      row('E.', '2013-02-01', 'CAMHS community', '2026-10-30', 22, 28, 'Date order', 'quiet'),
      row('F.', '2011-05-09', 'Eating disorder, urgent', '2026-11-16', 5, 7, said, 'quiet'),
    ],
  };
}

function row(
  child: string,
  born: string,
  service: string,
  since: string,
  days: number,
  limit: number | null,
  priority: string,
  tone: string,
) {
  return {
    id: 'pw',
    child,
    reference: 'WM-4F2K-9Q1M',
    born,
    service,
    since,
    days,
    limit,
    priority,
    tone,
    then: 'Panel 25 Nov',
  };
}
