import { ageInWords, calendarDate, nthTestNhsNumber, todayInLondon, systemClock } from '@waymark/care-types';
import { pathwayIdOf } from '@waymark/events';
import { policy, staffRoles, type Role } from '@waymark/policy';
import { until, type TestPerson } from '@waymark/testkit';
import { startSystem, type System } from './system.ts';
import { endpoints, type Endpoint } from './endpoints.ts';
import { requestAs } from './request-as.ts';

const child = {
  givenName: 'Zephyrine',
  familyName: 'Quillfeather',
  dateOfBirth: '2017-05-06',
  nhsNumber: String(nthTestNhsNumber(77_779)),
  address: '2 Synthetic Road',
  contacts: [{ name: 'Synthetic Contact', relation: 'other' }],
};
const name = `${child.givenName} ${child.familyName}`;
const age = ageInWords(calendarDate(child.dateOfBirth), todayInLondon(systemClock));
const asked = { source: 'C2', organisation: '114312', service: 'autism-assessment', primaryReason: '25' };
const otherSchool: TestPerson = {
  id: 'synthetic-other-school',
  name: 'Synthetic other school',
  roles: ['referrer'],
  organisation: '113970',
};

/** One child: a plan that became a referral, a wait with a fact, and the same referral again from another school. */
type Seeded = {
  values: Record<string, string>;
  /** A recorded fact of each kind that does not end the wait, by the kind. */
  factIds: Record<string, string>;
  again: string;
  references: [first: string, second: string];
};

let system: System;
let seeded: Seeded;
beforeAll(async () => {
  system = await startSystem();
  seeded = await oneChild();
}, 120_000);
afterAll(() => system.close());

async function made(path: string, body: object, who: Role | TestPerson = 'clinician') {
  const answer = await system.ask(who, 'POST', path, body);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as Record<string, string>;
}

async function oneChild(): Promise<Seeded> {
  const { planId = '' } = await made('/referrals/api/plans', {
    organisation: '114312',
    lead: { role: 'Class teacher' },
    child: { givenName: child.givenName, familyName: child.familyName, dateOfBirth: child.dateOfBirth },
    metOn: '2026-03-02',
    needs: { sleep: { home: 2 } },
    step: { what: 'A visual timetable', who: 'Class teacher', where: 'school', since: '2026-03-03' },
  });
  const first = await made('/referrals/api/referrals', {
    ...asked,
    child,
    receivedOn: '2026-03-09',
    circumstances: ['serious-risk'],
    plan: { planId },
  });
  const { referralId = '', reference = '' } = first;
  const second = await made(
    '/referrals/api/referrals',
    { ...asked, organisation: '113970', child: { ...child, address: '1 Synthetic Street' } },
    otherSchool,
  );
  const again = String(second['referralId']);
  const at = `/referrals/api/same-again/${again}`;
  const version = (await system.ask('clinician', 'GET', at)).headers.get('etag') ?? '';
  const said = { because: 'Synthetic: the same letter.' };
  expect((await system.ask('clinician', 'POST', `${at}/same`, said, { 'if-match': version })).status).toBe(
    200,
  );
  const pathwayId = pathwayIdOf(referralId);
  const { personId } = await until('a plan is made for the pathway', async () => {
    const answer = await system.ask('clinician', 'GET', `/support/api/plans/${pathwayId}`);
    return answer.status === 200 && (answer.body as { personId: string });
  });
  const factIds = await oneOfEachKind(pathwayId);
  return {
    values: { referralId, pathwayId, personId, planId, factId: factIds['contact'] ?? '', contact: '1' },
    factIds,
    again,
    references: [reference, String(second['reference'])],
  };
}

type Field = { name: string; as: string; optional?: true; choices?: { value: string }[] };

/** What its form asks for, with the first choice of each list. */
function filled(fields: readonly Field[]): Record<string, string> {
  const asked = fields.filter(({ optional }) => !optional);
  return Object.fromEntries(
    asked.map(({ name: field, choices }) => [field, choices?.[0]?.value ?? '2027-03-31']),
  );
}

async function oneOfEachKind(pathwayId: string): Promise<Record<string, string>> {
  const factIds: Record<string, string> = {};
  for (const kind of kindsOfFact.filter((each) => !endings.includes(each))) {
    const at = `/pathways/api/${pathwayId}/record/${kind}`;
    const form = (await system.ask('clinician', 'GET', at)).body as { fields: Field[] };
    const { factId = '' } = await made(at, { on: '2026-03-20', ...filled(form.fields) });
    factIds[kind] = factId;
  }
  return factIds;
}

const kindsOfFact = endpoints.flatMap(({ path, kind, answers }) => {
  const [, found] = /:pathwayId\/record\/([a-z-]+)$/.exec(path) ?? [];
  return found && kind === 'view' && answers === 'json' ? [found] : [];
});
/** They end the wait, after which little else can be done: nothing of the kind is recorded. */
const endings = ['discharge', 'closure'];
const kindCorrected = ({ path }: Endpoint) => /\/correct\/([a-z-]+)/.exec(path)?.[1] ?? '';

const ofOneChild = ({ path }: Endpoint) => /:(referralId|pathwayId|personId|planId)/.test(path);
/** Pages about a referral that stands beside another one of the same child. */
const ofTheSecond = ({ path }: Endpoint) => /\/(same-again|otherwise)\//.test(path);
const valuesFor = (subject: Endpoint) => ({
  ...seeded.values,
  ...(ofTheSecond(subject) && { referralId: seeded.again }),
  factId: seeded.factIds[kindCorrected(subject)] ?? seeded.values['factId'] ?? '',
});

function rolesOf({ permission }: Endpoint): Role[] {
  const given: Partial<Record<Role, string>> = policy[permission].roles;
  return staffRoles.filter((role) => given[role] === 'any' || given[role] === 'own-organisation');
}

/** A referrer knows the child whom the own organisation referred; names from elsewhere need a permission. */
function seesName({ service }: Endpoint, role: Role): boolean {
  return service === 'referral-intake' || role in policy['identity:names'].roles;
}

/** What stands at the top of the page about whose it is. */
function headIn(html: string): string {
  const [, inside = 'no head'] = /<div class="wm-child[^"]*">(.*?)<\/div>/s.exec(html) ?? [];
  return inside
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function expectHead(html: string, subject: Endpoint, role: Role): void {
  const head = headIn(html);
  expect(head).toContain(age);
  expect(seeded.references.some((reference) => head.includes(reference))).toBe(true);
  if (seesName(subject, role)) return expect(head).toContain(name);
  expect(head).toContain('Name not shown to your role');
  expect(html).not.toContain(child.familyName);
}

const cells = endpoints
  .filter((subject) => ofOneChild(subject) && subject.answers === 'page')
  .filter((subject) => !endings.includes(kindCorrected(subject)))
  .flatMap((subject) => rolesOf(subject).map((role) => [subject.name, role, subject] as const));
const views = cells.filter(([, , { kind }]) => kind === 'view');
const actions = cells.filter(([, , { kind, upload }]) => kind === 'action' && !upload);

test('there are such pages in each of the three services', () => {
  expect(new Set(views.map(([, , { service }]) => service)).size).toBe(3);
  expect(views.length).toBeGreaterThan(80);
});

describe('name, age and reference stand at the top of every page about a child', () => {
  test.each(views)('%s for %s', async (_name, role, subject) => {
    const answer = await requestAs(system, subject, { as: role, at: valuesFor(subject) });
    expect(answer.status).toBe(200);
    expectHead(answer.text, subject, role);
  });
});

describe('and where a form comes again, or says first what it would do', () => {
  test.each(actions)('%s for %s', async (_name, role, subject) => {
    const body = subject.path.endsWith('/contact/check')
      ? 'on-day=21&on-month=3&on-year=2026&attendance=5&mechanism=01&correctedBecause=typed-wrongly'
      : '_version=0';
    const answer = await requestAs(system, subject, { as: role, at: valuesFor(subject), body });
    if (answer.status === 303) return;
    expect([200, 409, 412, 422]).toContain(answer.status);
    expectHead(answer.text, subject, role);
  });
});
