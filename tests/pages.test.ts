import { axe, withBrowser } from '@waymark/testkit/browser';
import type { Role } from '@waymark/policy';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { seed, type Seeded } from './seed.ts';
import { startSystem, type System } from './system.ts';
import { services } from './services.ts';
import { pathOf, endpoints, type Endpoint } from './endpoints.ts';
import { roleAllowed } from './request-as.ts';

let system: System;
let seeded: Seeded;
const open = withBrowser();
beforeAll(async () => {
  system = await startSystem({ demoSignIn: true });
  seeded = await seed(system);
}, 120_000);
afterAll(() => system.close());

const screens = { desk: { width: 1280, height: 900 }, telephone: { width: 390, height: 844 } } as const;

/** Pages that no view stands for: those of the gateway, of errors, and of the sign-in. */
const others: [name: string, path: string, as: Role][] = [
  ['the front page', '/', 'anonymous'],
  ['an address where there is nothing', '/nothing', 'anonymous'],
  ['a page that is not there', '/referrals/nothing/at/all', 'clinician'],
  ['a page that one may not see', '/referrals/import', 'clinician'],
  ['an address with a wrong part', '/pathways/waiting-list?service=nothing', 'clinician'],
  ['what a problem means', '/referrals/problems/stale', 'anonymous'],
  ['a wrong code', '/support/family', 'anonymous'],
  ['the sign-in', '/referrals/sign-in?returnTo=/referrals/', 'anonymous'],
];

const pages = endpoints.filter(({ kind, answers }) => kind === 'view' && answers === 'page');
const all: [name: string, address: () => string, as: Role][] = [
  ...pages.map((subject): [string, () => string, Role] => [
    subject.name,
    () => pathOf(subject, seeded.own),
    roleAllowed(subject),
  ]),
  ...others.map(([name, path, as]): [string, () => string, Role] => [name, () => path, as]),
];

/** A browser in which a person has signed in by the demo sign-in's own page, or a family by its code. */
async function browserOf(as: Role, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(options);
  if (as === 'family') await enterAsFamily(page);
  else if (as !== 'anonymous') await signIn(page, as);
  return page;
}

async function signIn(page: Page, as: Role): Promise<void> {
  const person = system.demoPersonOf?.(as);
  await page.goto(`${system.url}/referrals/sign-in?returnTo=/support/directory`);
  await page.click(`button[name=person][value="${person?.id ?? ''}"]`);
  await page.waitForURL(`${system.url}/support/directory`);
}

async function enterAsFamily(page: Page): Promise<void> {
  const letter = await system.ask('practitioner', 'GET', `/support/api/plans/${seeded.pathwayId}/code`);
  await page.goto(`${system.url}/support/family`);
  await page.fill('[name=code]', (letter.body as { code: string }).code);
  await page.fill('[name="dateOfBirth-day"]', '6');
  await page.fill('[name="dateOfBirth-month"]', '5');
  await page.fill('[name="dateOfBirth-year"]', '2017');
  await page.click('main form button');
  await page.waitForURL(`${system.url}/support/family/plan`);
}

/** Notes what a browser complains of, beside an answer that is an error page by intent. */
function complain(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('requestfailed', (request) => complaints.push(`${request.url()} did not load`));
}

/** The elements that stand out of the screen to the side. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > wide + 1)
      .map((element) => element.tagName + ' ' + element.className)
      .slice(0, 5);
  })()`);
}

const byRole = Map.groupBy(all, ([, , as]) => as);

describe.each([...byRole])('for %s', (as, theirs) => {
  let page: Page;
  let plain: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    page = await browserOf(as);
    plain = await browserOf(as, { javaScriptEnabled: false, viewport: screens.desk });
    for (const each of [page, plain]) complain(each, complaints);
  }, 60_000);
  afterAll(async () => {
    await page.context().close();
    await plain.context().close();
  });

  test.each(theirs)(
    '%s is in order, wide and narrow, and says the same with script off',
    async (_name, address) => {
      complaints.length = 0;
      await page.setViewportSize(screens.desk);
      await page.goto(system.url + address());
      await plain.goto(system.url + address());
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.title()).toMatch(/\S/);
      expect(await wordsOf(plain)).toBe(await wordsOf(page));
      for (const [screen, size] of Object.entries(screens)) {
        await page.setViewportSize(size);
        expect({ screen, faults: await axe(page) }).toEqual({ screen, faults: [] });
        expect({ screen, sideways: await sideways(page) }).toEqual({ screen, sideways: [] });
      }
      expect(complaints).toEqual([]);
    },
  );

  for (const subject of pages.filter((each) => roleAllowed(each) === as && isForm(each)))
    test(`the form of ${subject.name} can be sent with script off, and says what it lacks`, async () => {
      for (const each of [plain, page]) {
        await each.goto(system.url + pathOf(subject, seeded.own));
        const send = each.locator('main form[method=post] button:visible').last();
        if ((await send.count()) === 0) return;
        const [answer] = await Promise.all([
          each.waitForResponse((one) => one.request().method() === 'POST'),
          send.click(),
        ]);
        await each.waitForLoadState();
        expect([200, 303, 409, 422]).toContain(answer.status());
        expect(await each.locator('h1').count()).toBe(1);
      }
      expect(await axe(page)).toEqual([]);
    });
});

test('each demo person signs in by the page, sees who they are, and signs out', async () => {
  for (const role of [
    'clinician',
    'triage',
    'referrer',
    'practitioner',
    'commissioner',
    'operator',
  ] as const) {
    const page = await browserOf(role);
    expect(await page.innerText('header')).toContain(system.demoPersonOf?.(role).name ?? 'a name');
    await page.click('header form[action$="/sign-out"] button');
    await page.waitForURL(`${system.url}/`);
    await page.goto(`${system.url}/support/directory`);
    expect(page.url()).toContain('/identity/');
    await page.context().close();
  }
});

async function wordsOf(page: Page): Promise<string> {
  return (await page.innerText('main'))
    .replace(/\s+/g, ' ')
    .replace(/\b[0-9a-f]{32}\b/, 'an id')
    .trim();
}

/** Whether the view is the form of an action. */
function isForm({ service, id }: Endpoint): boolean {
  const actions: readonly { form?: { id: string } }[] = services[service].actions;
  return actions.some(({ form }) => form?.id === id);
}
