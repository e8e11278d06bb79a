import { nthTestNhsNumber } from '@waymark/care-types';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';
import { row, rowNames } from '../testing/rows.ts';

let app: Intake;
/** A Wednesday. */
const clock = { now: () => Temporal.Instant.from('2026-11-18T10:00:00Z') };
beforeAll(async () => {
  app = await intake({ clock });
});
afterAll(() => app.close());

async function log(n: number, changes: object): Promise<string> {
  const answer = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: 'Rowan',
      familyName: `Demo-Marked${n}`,
      dateOfBirth: '2016-05-04',
      nhsNumber: nthTestNhsNumber(n),
    },
    service: 'autism-assessment',
    primaryReason: '25',
    ...changes,
  });
  expect(answer.status).toBe(201);
  return String(answer.body['referralId']);
}

async function step(id: string, what: string, body: object): Promise<void> {
  const etag = (await app.get(`/api/referrals/${id}`)).headers.get('etag') ?? '';
  const { status } = await app.post(`/api/referrals/${id}/${what}`, body, { headers: { 'if-match': etag } });
  expect(status).toBe(200);
}

test('the measures tell what was received, what became of it, and how long decisions take; never of whom', async () => {
  await log(1, { receivedOn: '2026-11-17' });
  await log(2, { receivedOn: '2026-11-02', source: 'A1', organisation: 'A83001' });
  const returned = await log(3, { receivedOn: '2026-11-13' });
  const accepted = await log(4, { receivedOn: '2026-11-10', service: 'adhd-assessment' });
  await step(returned, 'return', { askedFor: ['consent'], answerBy: '2026-11-20' });
  await step(accepted, 'accept', { team: 'C01' });
  const sent = await app.sendFile(`${rowNames}\n${row(9, { date_of_birth: 'rubbish' })}\n`);
  await until(async () => {
    const { body } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return body['state'] === 'done' || undefined;
  });
  const lines = (await app.metrics()).replaceAll(',service="referral-intake"', '').split('\n');
  for (const line of [
    'waymark_referrals_received{source="C2"} 3',
    'waymark_referrals_received{source="A1"} 1',
    'waymark_referrals{waiting_for="autism-assessment",outcome="received"} 2',
    'waymark_referrals{waiting_for="autism-assessment",outcome="returned"} 1',
    'waymark_referrals{waiting_for="adhd-assessment",outcome="accepted"} 1',
    'waymark_triage_age_working_days_bucket{waiting_for="autism-assessment",le="1"} 1',
    'waymark_triage_age_working_days_bucket{waiting_for="autism-assessment",le="5"} 2',
    'waymark_triage_age_working_days_bucket{waiting_for="autism-assessment",le="+Inf"} 3',
    'waymark_triage_age_working_days_gcount{waiting_for="autism-assessment"} 3',
    'waymark_triage_age_working_days_gsum{waiting_for="autism-assessment"} 16',
    'waymark_triage_overdue{waiting_for="autism-assessment"} 1',
    'waymark_import_rows{outcome="added"} 0',
    'waymark_import_rows{outcome="rejected"} 1',
  ])
    expect(lines).toContain(line);
  expect(lines.join('\n')).not.toMatch(/Demo-Marked|Rowan|ref_|per_/);
});
