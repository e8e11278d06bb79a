import { pathwayIdOf, priorityReasons } from '@waymark/events';
import { withBrowser } from '@waymark/testkit/browser';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { until } from '@waymark/testkit';
import { startSystem, type Answer, type System } from './system.ts';
import { referral } from './referral.ts';

let system: System;
const open = withBrowser();
beforeAll(async () => {
  system = await startSystem();
}, 120_000);
afterAll(() => system.close());

type Clock = { regime: string; state: string; start: string; stop: string | null; due: string | null };
type Pathway = {
  clocks: Clock[];
  stage: string;
  priority: { standing: string; flags: { id: string }[]; decision: unknown };
};
type Listed = { pathwayId: string; reference: string; name: string | null };

const withVersion = (answer: Answer) => ({ 'if-match': answer.headers.get('etag') ?? '' });

async function logged(
  body = referral(),
): Promise<{ referralId: string; reference: string; pathwayId: string }> {
  const answer = await system.ask('clinician', 'POST', '/referrals/api/referrals', body);
  expect(answer.status).toBe(201);
  const made = answer.body as { referralId: string; reference: string };
  return { ...made, pathwayId: pathwayIdOf(made.referralId) };
}

async function inTheList(reference: string, query = ''): Promise<Listed | undefined> {
  const { body } = await system.ask('clinician', 'GET', `/pathways/api/waiting-list?limit=100${query}`);
  return (body as { items: Listed[] }).items.find((item) => item.reference === reference);
}

async function pathway(pathwayId: string): Promise<Answer & { body: Pathway }> {
  const answer = await system.ask('clinician', 'GET', `/pathways/api/${pathwayId}`);
  return answer as Answer & { body: Pathway };
}

/** Milliseconds from the answer to a logged referral until it stands in the list. */
async function untilListed(body = referral()): Promise<number> {
  const { reference } = await logged(body);
  const began = performance.now();
  await until('it is in the list', () => inTheList(reference), 5_000);
  return performance.now() - began;
}

test('a referral that a program logs stands in the waiting list within a second', async () => {
  await untilListed();
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) times.push(await untilListed());
  const [median = Infinity, slowest = Infinity] = [times.toSorted((a, b) => a - b)[3], Math.max(...times)];
  console.log(
    `In the waiting list after ${Math.round(median)} ms (median of 7; slowest ${Math.round(slowest)} ms)`,
  );
  expect(median).toBeLessThan(1_000);
});

test('a referral logged by form, without script, is named in the list and leads the family to its page', async () => {
  const staff = await signedIn('clinician', { javaScriptEnabled: false });
  await staff.goto(`${system.url}/referrals/new`);
  await staff.selectOption('[name=source]', 'B2');
  await goOn(staff, 'child');
  await staff.fill('[name="child.givenName"]', 'Synthetic');
  await staff.fill('[name="child.familyName"]', 'Formchild');
  await fillDate(staff, 'child.dateOfBirth', '2016-09-14');
  await staff.check('[name="child.nhsNumberNotKnown"]');
  await staff.fill('[name="child.postcode"]', 'DH1 1AB');
  await goOn(staff, 'request');
  await staff.selectOption('[name=service]', 'autism-assessment');
  await staff.selectOption('[name=primaryReason]', '25');
  await fillDate(staff, 'receivedOn', '2026-03-02');
  await staff.fill('[name=notes]', 'Synthetic free text.');
  await goOn(staff, 'plan');
  await staff.selectOption('[name="plan.missing.why"]', { index: 1 });
  await goOn(staff, 'circumstances');
  await goOn(staff, 'needs');
  await staff.check('[name=chosen][value=sleep]');
  await staff.selectOption('[name="needs.sleep.home"]', '3');
  await goOn(staff, 'consent');
  await staff.check('[name="consent.given"][value=yes]');
  await staff.selectOption('[name="consent.by"]', 'parent');
  await goOn(staff, 'check');
  expect(await staff.innerText('main')).toContain('Synthetic Formchild');
  await goOn(staff, 'logged');
  const reference = /WM-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await staff.innerText('main'))?.[0] ?? '';
  expect(reference).not.toBe('');

  const row = await until('it is in the list', () => inTheList(reference), 5_000);
  expect(row.name).toBe('Synthetic Formchild');
  await staff.goto(`${system.url}/pathways/waiting-list`);
  expect(await staff.innerText('main')).toContain('Synthetic Formchild');

  const letter = await until('there is a plan', async () => {
    const answer = await system.ask('practitioner', 'GET', `/support/api/plans/${row.pathwayId}/code`);
    return answer.status === 200 && (answer.body as { code: string; address: string });
  });
  const plan = await system.ask('practitioner', 'GET', `/support/api/plans/${row.pathwayId}`);
  const { suggestions } = plan.body as { suggestions: { reasons: { text: string }[] }[] };
  expect(suggestions.length).toBeGreaterThan(0);
  expect(suggestions.every(({ reasons }) => reasons.length > 0)).toBe(true);

  const family = await open({ javaScriptEnabled: false });
  await family.goto(letter.address);
  await family.fill('[name=code]', letter.code);
  await fillDate(family, 'dateOfBirth', '2016-09-14');
  await family.click('main form button');
  const page = await family.innerText('main');
  expect(page).toContain('Where we are now');
  expect(page).not.toContain('Formchild');
  expect(await family.innerText('body')).toContain('111');
});

test('from the waiting list a child is found by name, and its wait, with three actions and no name in an address', async () => {
  const { reference, pathwayId } = await logged(
    referral({ child: { ...referral().child, givenName: 'Birch', familyName: 'Synthetic-Sought' } }),
  );
  await until('it is in the list', () => inTheList(reference), 5_000);
  const staff = await signedIn('clinician', {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const addresses: string[] = [];
  staff.on('request', (request) => addresses.push(request.url()));
  await staff.goto(`${system.url}/pathways/waiting-list`);
  await staff.focus('[name=find]');
  await staff.keyboard.type('synthetic sought birch');
  await staff.keyboard.press('Enter');
  await staff.waitForURL(`${system.url}/referrals/find`);
  await staff.getByRole('link', { name: /^Waiting since / }).click();
  await staff.waitForURL(`${system.url}/pathways/${pathwayId}`);
  expect(await staff.innerText('h1')).toContain('Birch Synthetic-Sought');
  expect(addresses.filter((address) => /sought/i.test(address))).toEqual([]);

  await staff.goto(`${system.url}/pathways/waiting-list`);
  await staff.fill('[name=find]', 'Nobody Synthetic-Whatever');
  await staff.keyboard.press('Enter');
  await staff.waitForURL(`${system.url}/referrals/find`);
  expect(await staff.innerText('main')).toContain('Nobody is found');
  await staff.getByRole('link', { name: 'Back to the waiting list' }).click();
  await staff.waitForURL(`${system.url}/pathways/waiting-list`);
});

test('what a form lacks is named, and what was typed stays', async () => {
  const staff = await signedIn('clinician', { javaScriptEnabled: false });
  await staff.goto(`${system.url}/referrals/new`);
  await staff.selectOption('[name=source]', 'B2');
  await goOn(staff, 'child');
  await staff.fill('[name="child.givenName"]', 'Synthetic');
  await fillDate(staff, 'child.dateOfBirth', '2016-02-31');
  await staff.click('main form button');
  expect(await staff.title()).toContain('Error');
  expect(await staff.inputValue('[name="child.givenName"]')).toBe('Synthetic');
  expect(await staff.inputValue('[name="child.dateOfBirth-day"]')).toBe('31');
  expect(await staff.locator('.nhsuk-error-summary li').count()).toBeGreaterThan(1);
});

test('a circumstance raises a flag, a person decides, the list follows and no clock changes', async () => {
  const { pathwayId, reference } = await logged(referral({ circumstances: ['looked-after'] }));
  await until('the review is open', () => inTheList(reference, '&priority=review-open'));
  const before = await pathway(pathwayId);
  expect(before.body.priority).toMatchObject({ standing: 'review-open', flags: [{ id: 'looked-after' }] });
  const reviews = await system.ask('clinician', 'GET', '/pathways/api/priority');
  expect(JSON.stringify(reviews.body)).toContain(reference);

  const decided = await system.ask(
    'clinician',
    'POST',
    `/pathways/api/${pathwayId}/priority`,
    { reasonCode: reasonFor('accelerated') },
    withVersion(before),
  );
  expect(decided.status).toBe(200);
  const after = await pathway(pathwayId);
  expect(after.body.priority).toMatchObject({
    standing: 'accelerated',
    decision: { outcome: 'accelerated' },
  });
  expect(after.body.clocks).toEqual(before.body.clocks);
  expect(await inTheList(reference, '&priority=accelerated')).toBeDefined();
  expect(await inTheList(reference, '&priority=review-open')).toBeUndefined();

  const stale = await system.ask(
    'clinician',
    'POST',
    `/pathways/api/${pathwayId}/priority`,
    { reasonCode: reasonFor('date-order') },
    withVersion(before),
  );
  expect(stale.status).toBe(412);
});

test('an appointment that the child was not brought to changes no four-week clock', async () => {
  const { pathwayId } = await logged();
  const began = await until('there are clocks', async () => {
    const { status, body } = await pathway(pathwayId);
    return status === 200 && body.clocks;
  });
  expect(began.map(({ state }) => state)).toEqual(began.map(() => 'running'));
  const record = (kind: string, body: object) =>
    system.ask('clinician', 'POST', `/pathways/api/${pathwayId}/record/${kind}`, body);
  expect((await record('contact', { on: '2026-03-09', attendance: '3', mechanism: '01' })).status).toBe(201);
  const after = (await pathway(pathwayId)).body.clocks;
  const counted = (clocks: readonly Clock[]) =>
    clocks
      .filter(({ regime }) => regime === 'cyp-4-week')
      .map(({ start, stop, state, due }) => ({ start, stop, state, due }));
  expect(counted(after)).toEqual(counted(began));
});

test('a self-referral has a local clock once it is ratified, and treatment stops it', async () => {
  const { pathwayId } = await logged();
  await until('there are clocks', async () => (await pathway(pathwayId)).status === 200);
  const record = (kind: string, on: string) =>
    system.ask('clinician', 'POST', `/pathways/api/${pathwayId}/record/${kind}`, { on });
  const local = async () =>
    (await pathway(pathwayId)).body.clocks.find(({ regime }) => regime === 'local-18-weeks');
  expect(await local()).toBeUndefined();
  expect((await record('self-referral-ratified', '2026-03-09')).status).toBe(201);
  expect(await local()).toMatchObject({ state: 'running', start: '2026-03-02' });
  expect((await record('treatment', '2026-04-01')).status).toBe(201);
  expect(await local()).toMatchObject({ state: 'stopped', stop: '2026-04-01' });
});

test('two referrals of one child to one provider give one four-week spell', async () => {
  const first = referral({ service: 'camhs-community', primaryReason: '05', receivedOn: '2026-03-02' });
  const second = { ...first, service: 'autism-assessment', primaryReason: '25', receivedOn: '2026-03-16' };
  const [one, two] = [await logged(first), await logged(second)];
  const starts = async () => {
    const pathways = await Promise.all([one, two].map(({ pathwayId }) => pathway(pathwayId)));
    return pathways.map(({ status, body }) =>
      status === 200 ? body.clocks.find(({ regime }) => regime === 'cyp-4-week')?.start : undefined,
    );
  };
  await until('both clocks count from the first referral', async () => {
    const found = await starts();
    return found.every((start) => start === '2026-03-02') && found;
  });
});

test('a withdrawn referral leaves the list, and the page of its family says so kindly', async () => {
  const { referralId, pathwayId, reference } = await logged();
  await until('it is in the list', () => inTheList(reference));
  const seen = await system.ask('clinician', 'GET', `/referrals/api/referrals/${referralId}`);
  const withdrawn = await system.ask(
    'clinician',
    'POST',
    `/referrals/api/referrals/${referralId}/withdraw`,
    { because: 'Synthetic family moved away' },
    withVersion(seen),
  );
  expect(withdrawn.status).toBe(200);
  await until('it has left the list', async () => (await inTheList(reference)) === undefined);
  expect((await pathway(pathwayId)).body.stage).toBe('closed');
  const family = { cookie: await system.identity.familyCookieFor(pathwayId), accept: 'text/html' };
  await until('the family page says that the wait has ended', async () => {
    const { text } = await system.ask('family', 'GET', '/support/family/plan', undefined, family);
    return text.includes('This wait has ended');
  });
});

test('the same command twice is one referral, and the same key for another is refused', async () => {
  const body = referral();
  const key = { 'idempotency-key': 'the-same-command' };
  const [first, again] = [
    await system.ask('clinician', 'POST', '/referrals/api/referrals', body, key),
    await system.ask('clinician', 'POST', '/referrals/api/referrals', body, key),
  ];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  const other = await system.ask('clinician', 'POST', '/referrals/api/referrals', referral(), key);
  expect(other.status).toBe(422);
});

test('the figures follow', async () => {
  const shown = await until(
    'the open pathways are counted',
    async () => {
      const { text } = await system.ask('operator', 'GET', '/pathways/metrics');
      return /waymark_open_pathways\{[^}]*autism-assessment[^}]*\} [1-9]/.test(text) && text;
    },
    30_000,
  );
  for (const name of [
    'waymark_clock_starts_total',
    'waymark_clock_stops_total',
    'waymark_clock_breaches',
    'waymark_priority_reviews_waiting',
    'waymark_waiting_age_seconds_bucket',
  ])
    expect(shown).toContain(name);
  for (const base of ['/referrals', '/support'])
    expect((await system.ask('operator', 'GET', `${base}/metrics`)).text).toContain('http_request');
});

async function signedIn(role: 'clinician', options: BrowserContextOptions): Promise<Page> {
  const page = await open(options);
  const [name = '', value = ''] = (await system.identity.cookieFor(role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: system.url }]);
  return page;
}

/** Sends the step that is shown, and waits for the one that must follow. */
async function goOn(page: Page, to: string): Promise<void> {
  await page.click('main .wm-form__end button');
  await page.waitForURL(new RegExp(`/${to}$`));
}

async function fillDate(page: Page, name: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  await page.fill(`[name="${name}-day"]`, day);
  await page.fill(`[name="${name}-month"]`, month);
  await page.fill(`[name="${name}-year"]`, year);
}

function reasonFor(outcome: 'accelerated' | 'date-order'): string {
  const reason = priorityReasons.find((each) => each.outcome === outcome);
  return reason?.code ?? '';
}
