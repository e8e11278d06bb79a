import { pathwayIdOf } from '@waymark/events';
import { until } from '@waymark/testkit';
import { familyRequest } from './family.ts';
import { type System } from './system.ts';
import { referral } from './referral.ts';
import type { Instance } from './instances.ts';

/** The school for which the referrer of the testkit acts, and another. */
const schools = { own: '114312', other: '113970' } as const;

export type Seeded = {
  referralId: string;
  pathwayId: string;
  personId: string;
  /** Values for the parameters of paths: records that are there, and of the referrer's own school. */
  own: Record<string, string>;
  /** The same of another school. */
  others: Record<string, string>;
};

/** A system in which two children wait, referred by two schools: what an address needs to be one of theirs. */
export async function seed<T extends Instance>(system: System<T>): Promise<Seeded> {
  const [own, others] = [await logged(system, schools.own), await logged(system, schools.other)];
  const shared = { ...(await sharedValues(system)), requestId: await familyRequest(system) };
  return { ...own, own: { ...own, ...shared }, others: { ...others, ...shared } };
}

async function logged<T extends Instance>({ ask }: System<T>, organisation: string) {
  const made = await ask(
    'clinician',
    'POST',
    '/referrals/api/referrals',
    referral({
      source: 'C2',
      organisation,
      circumstances: ['looked-after'],
      child: { contacts: [{ name: 'Synthetic Contact', relation: 'other' }] },
    }),
  );
  if (made.status !== 201) throw new Error(`The referral was not logged: ${made.status} ${made.text}`);
  const { referralId } = made.body as { referralId: string };
  const pathwayId = pathwayIdOf(referralId);
  const plan = await until('a plan is made for the pathway', async () => {
    const answer = await ask('clinician', 'GET', `/support/api/plans/${pathwayId}`);
    return answer.status === 200 && (answer.body as { personId: string });
  });
  const contact = await ask('clinician', 'POST', `/pathways/api/${pathwayId}/record/contact`, {
    on: '2026-03-20',
    attendance: '3',
    mechanism: '01',
  });
  const { factId } = contact.body as { factId: string };
  const draft = await ask(
    organisation === schools.own ? 'referrer' : 'clinician',
    'POST',
    '/referrals/api/drafts',
    { source: 'C2', organisation },
  );
  const { draftId } = draft.body as { draftId: string };
  const needsPlan = await ask('clinician', 'POST', '/referrals/api/plans', {
    organisation,
    lead: { role: 'Class teacher' },
    child: { givenName: 'Synthetic', familyName: 'Child', dateOfBirth: '2017-05-06' },
    metOn: '2026-03-02',
    needs: { sleep: { home: 2 } },
    step: { what: 'A visual timetable', who: 'Class teacher', where: 'school', since: '2026-03-03' },
  });
  const { planId } = needsPlan.body as { planId: string };
  return { referralId, pathwayId, personId: plan.personId, factId, draftId, planId, contact: '1' };
}

async function sharedValues<T extends Instance>({ ask }: System<T>) {
  const directory = await ask('clinician', 'GET', '/support/api/directory');
  const [listing] = (directory.body as { listings: { id: string }[] }).listings;
  const file = await ask(
    'operator',
    'POST',
    '/referrals/api/imports?filename=empty.csv',
    'source_system_id\n',
    { 'content-type': 'text/csv' },
  );
  return {
    pairId: await foundPair(ask),
    listingId: listing?.id ?? '',
    importId: (file.body as { id?: string }).id ?? '',
    matchingId: await rememberedHeadings(ask),
  };
}

/** A set of headings that somebody has matched. */
export async function rememberedHeadings<T extends Instance>(ask: System<T>['ask']): Promise<string> {
  const at = '/referrals/api/imports';
  const sent = await ask('operator', 'POST', `${at}?filename=own.csv`, 'Forename,Born,Came,Path\n', {
    'content-type': 'text/csv',
  });
  const { id } = sent.body as { id: string };
  await until('a file waits for its headings', async () => {
    const { state } = (await ask('operator', 'GET', `${at}/${id}`)).body as { state: string };
    return state === 'headings' ? true : undefined;
  });
  const headings = { Forename: 'given_name', Born: 'date_of_birth', Came: 'received_date', Path: 'service' };
  await ask('operator', 'POST', `${at}/${id}/headings`, { headings, makeReference: true });
  const { all } = (await ask('operator', 'GET', '/referrals/api/import/headings')).body as {
    all: { id: string }[];
  };
  return all[0]?.id ?? '';
}

/** Two records of one child, and the pair that they are found to be. */
async function foundPair<T extends Instance>(ask: System<T>['ask']): Promise<string> {
  const { child } = referral();
  for (const [service, more] of [
    ['autism-assessment', {}],
    ['adhd-assessment', { nhsNumber: undefined, postcode: 'DH1 3HP' }],
  ] as const)
    await ask(
      'clinician',
      'POST',
      '/referrals/api/referrals',
      referral({ source: 'B2', service, child: { ...child, ...more } }),
    );
  return until('two records are found to be alike', async () => {
    const { body } = await ask('clinician', 'GET', '/referrals/api/duplicates');
    return (body as { pairs: { pairId: string }[] }).pairs[0]?.pairId;
  });
}
