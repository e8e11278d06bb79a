import { pathwayOpened, type PathwayState } from '@waymark/events';
import { secret, serviceUnderTest, stubService, type Answer } from '@waymark/testkit';
import { needsLedSupport } from '../app.ts';
import { configSchema } from '../config.ts';

export { until } from '@waymark/testkit';

/** What pathway-tracker says of one wait. */
export const example = pathwayOpened.example;

/** The real service, on a database and topics of its own. */
export async function support() {
  const of: Record<string, { given: string; family: string }> = {};
  const intake = await stubService({ '/referrals/api/people/resolve': { names: of } });
  const service = await serviceUnderTest({
    name: 'needs-led-support',
    basePath: '/support',
    make: (env, outside) => needsLedSupport(configSchema.parse(env), outside),
    settings: { FAMILY_CODE_KEY: secret(), INTAKE_URL: `${intake.url}/referrals` },
  });
  let sequence = 0;
  return {
    ...service,
    names: { of, is: intake.is },
    async close() {
      await service.close();
      await intake.close();
    },
    api: (path: string, role: 'practitioner' | 'commissioner' = 'practitioner') =>
      service.get(`/api${path}`, role),
    /** Sends an event as pathway-tracker does. */
    async receives(type: { type: string; topic: string }, change: Partial<PathwayState> = {}): Promise<void> {
      sequence += 1;
      const data = { ...example, ...change };
      await service.publish(type.topic, {
        id: `${data.pathwayId}/${sequence}`,
        type: type.type,
        source: 'pathway-tracker',
        subject: data.pathwayId,
        sequence,
        time: new Date().toISOString(),
        data,
      });
    },
    /** A page as the browser of a family with this cookie sees it. */
    pageWith: (path: string, cookie: string) =>
      service.request(`/support${path}`, { headers: { cookie, accept: 'text/html' } }),
    /** Types the code of a letter and a date of birth. */
    async enter(code: string, dateOfBirth: string): Promise<Answer> {
      const [year = '', month = '', day = ''] = dateOfBirth.split('-');
      return service.request('/support/family/enter', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          accept: 'text/html',
        },
        body: new URLSearchParams({
          _key: secret(),
          code,
          'dateOfBirth-day': day,
          'dateOfBirth-month': month,
          'dateOfBirth-year': year,
        }).toString(),
      });
    },
  };
}

export type Support = Awaited<ReturnType<typeof support>>;
