import fc from 'fast-check';
import { child, childrenOf, otherSchool, type Who } from '../testing/children.ts';
import { intake, type Intake } from '../testing/intake.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

const services = ['autism-assessment', 'adhd-assessment', 'camhs-community', 'community-paediatrics'];
const statement = fc.record({
  of: fc.constantFrom('Ash', 'Birch'),
  service: fc.constantFrom(...services),
  who: fc.constantFrom<Who>('clinician', 'referrer', otherSchool),
  says: fc.subarray(['nhsNumber', 'postcode', 'phone', 'address', 'preferredName'] as const),
});

test('of any two children, whatever is referred in whatever order, no detail of one is ever shown under the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 2, maxLength: 6 }),
      fc.boolean(),
      async (referrals, sameNumber) => {
        const [one, other] = [child(), child()];
        const two = { Ash: one, Birch: { ...one, nhsNumber: sameNumber ? one.nhsNumber : other.nhsNumber } };
        const seen = new Map<string, Set<string>>();
        for (const { of, service, who, says } of referrals) {
          const all: Record<string, string> = {
            ...two[of],
            phone: of === 'Ash' ? '01632 960 111' : '01632 960 222',
            address: `1 ${of} Synthetic Street`,
            preferredName: `${of}ling`,
          };
          const { familyName, dateOfBirth } = one;
          const stated = Object.fromEntries(says.map((field) => [field, all[field]]));
          const answer = await use.send(
            { givenName: of, familyName, dateOfBirth, ...stated },
            { service },
            who,
          );
          expect([201, 409]).toContain(answer.status);
          if (answer.status !== 201) continue;
          const personId = await use.personOf(String(answer.body['referralId']));
          seen.set(personId, (seen.get(personId) ?? new Set()).add(of));
        }
        for (const [personId, children] of seen) {
          expect(children.size).toBe(1);
          const [own] = [...children];
          const record = (await app.get(`/api/people/${personId}/record`, 'triage')).text;
          expect(record).toContain(own);
          expect(record).not.toMatch(own === 'Ash' ? /Birch|960 222/ : /"Ash|1 Ash|Ashling|960 111/);
        }
      },
    ),
    { numRuns: 15 },
  );
});
