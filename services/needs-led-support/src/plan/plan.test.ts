import { pathwayEvents, pathwayFactRecorded, type PathwayState } from '@waymark/events';
import { example, support, until, type Support } from '../testing/support.ts';

let here: Support;
beforeAll(async () => {
  here = await support();
});
afterAll(() => here.close());

test.each(pathwayEvents.map((type) => [type.name, type] as const))(
  'what comes after %s is taken: it left no hole',
  async (_name, type) => {
    await here.receives(type, type.example);
    for (const service of ['camhs-community', example.service] as const) {
      await here.receives(pathwayFactRecorded, { recorded: 'received', service } as Partial<PathwayState>);
      await until(async () => {
        const { body } = await here.api(`/plans/${example.pathwayId}`);
        return body['service'] === service ? body : undefined;
      });
    }
  },
);
