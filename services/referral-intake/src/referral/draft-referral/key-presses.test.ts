import { picture, withBrowser } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../../testing/intake.ts';

const openPage = withBrowser();
type Page = Awaited<ReturnType<typeof openPage>>;
let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const mostTabs = 60;

/** Somebody who has a keyboard and nothing else, and whose presses are counted: each letter that is typed is one. */
async function atKeyboard(who: 'clinician' | 'referrer') {
  const page = await openPage();
  const claims = { waymark_job_title: 'SENCO', phone_number: '01632 960 101' };
  const [name = '', value = ''] = (await app.identity.cookieFor(who, { claims })).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  const type = async (text: string) => {
    presses += text.length;
    await page.keyboard.type(text);
  };
  /** Goes forward, as Tab does, to the field of that id, or to the button or link with that text. */
  const to = async (wanted: string) => {
    for (let tabs = 0; tabs < mostTabs; tabs += 1) {
      if (await isFocused(page, wanted)) return;
      await press('Tab');
    }
    throw new Error(`${wanted} is not reached by Tab`);
  };
  /** Nobody types before the page has put the focus where they begin. */
  const isReady = () =>
    until(async () => {
      const ready = await page.evaluate<boolean>(
        `(first => !first || document.activeElement === first)(document.querySelector('[autofocus]'))`,
      );
      return ready || undefined;
    });
  const begin = async () => {
    await page.goto(`${app.url()}/new`);
    await isReady();
  };
  const go = async (step: string) => {
    await press('Enter');
    await page.waitForURL(new RegExp(`/${step}$`));
    await isReady();
  };
  return {
    page,
    /** Passes the header by the link that does so. */
    skip: async () => {
      await press('Tab');
      await press('Enter');
    },
    presses: () => presses,
    press,
    to,
    begin,
    go,
    fill: async (field: string, text: string) => {
      await to(field);
      await type(text);
    },
    tick: async (field: string) => {
      await to(field);
      await press('Space');
    },
    date: async (field: string, day: string, month: string, year: string) => {
      await to(field);
      await type(day);
      await press('Tab');
      await type(month);
      await press('Tab');
      await type(year);
    },
  };
}

function isFocused(page: Page, wanted: string): Promise<boolean> {
  return page.evaluate<boolean>(
    `(({ id, textContent }) => id === ${JSON.stringify(wanted)} || (id === '' && textContent.trim() === ${JSON.stringify(wanted)}))(document.activeElement)`,
  );
}

async function sent({ page }: { page: Page }): Promise<object> {
  const referralId = new URL(page.url()).pathname.split('/').at(-2) ?? '';
  return (await app.get(`/api/referrals/${referralId}`)).body;
}

test('a school writes the barest referral in at most 150 key presses', async () => {
  const keys = await atKeyboard('referrer');
  await keys.begin();
  await keys.to('referredBy.name');
  await keys.go('child');
  await keys.fill('child.givenName', 'Bramble');
  await keys.fill('child.familyName', 'Demo-Ashgill');
  await keys.date('child.dateOfBirth', '4', '5', '2015');
  await keys.go('request');
  await keys.fill('service', 'Aut');
  await keys.fill('primaryReason', 'Suspected a');
  await keys.to('Save and go on');
  await keys.go('plan');
  await keys.fill('plan.missing.why', 'It');
  await keys.press('Tab');
  await keys.go('circumstances');
  await keys.go('needs');
  await keys.to('chosen-communication');
  await keys.go('consent');
  await keys.to('consent.given');
  await keys.press('ArrowDown');
  await keys.press('ArrowDown');
  await keys.go('check');
  await keys.skip();
  await keys.to('Send the referral');
  await keys.go('logged');
  console.log(`The barest referral of a school: ${keys.presses()} key presses`);
  expect(keys.presses()).toBeLessThanOrEqual(150);
  expect(await sent(keys)).toMatchObject({ source: 'C2', service: 'autism-assessment', needs: [] });
});

/**
 * Everything that the form asks of most children: details, two circumstances, three needs in three places, what is
 * good, what was tried, the referrer's own words, consent. */
async function writeInFull(keys: Awaited<ReturnType<typeof atKeyboard>>, nhsNumber: string): Promise<void> {
  await keys.fill('child.givenName', 'Bramble');
  await keys.fill('child.familyName', 'Demo-Ashgill');
  await keys.date('child.dateOfBirth', '4', '5', '2015');
  await keys.fill('child.nhsNumber', nhsNumber);
  await keys.fill('child.gender', 'F');
  await keys.fill('child.ethnicCategory', 'W');
  await keys.fill('child.address', '1 Synthetic Street');
  await keys.fill('child.postcode', 'DH11AB');
  await keys.fill('child.phone', '01632960001');
  await keys.fill('child.practice', 'A83001');
  await keys.go('request');
  await keys.fill('service', 'Aut');
  await keys.fill('primaryReason', 'Suspected a');
  await keys.fill('notes', 'Needs quiet');
  await keys.to('Save and go on');
  await keys.go('plan');
  await keys.fill('plan.missing.why', 'It');
  await keys.press('Tab');
  await keys.go('circumstances');
  await keys.tick('circumstance-child-in-need');
  await keys.tick('circumstance-exclusion-risk');
  await keys.go('since');
  await keys.date('since.child-in-need', '1', '2', '2026');
  await keys.date('since.exclusion-risk', '10', '2', '2026');
  await keys.go('needs');
  await keys.fill('strengths', 'Draws well');
  await keys.fill('tried', 'Timetable');
  for (const [need, home, school, community] of [
    ['communication', '1', '2', '1'],
    ['sensory', '2', '3', '2'],
    ['change', '2', '2', '1'],
  ] as const) {
    await keys.tick(`chosen-${need}`);
    await keys.fill(`needs.${need}.home`, home);
    await keys.fill(`needs.${need}.school`, school);
    await keys.fill(`needs.${need}.community`, community);
  }
  await picture(keys.page, 'needs-chosen-1280');
  await keys.press('Tab');
  await keys.go('consent');
  await keys.tick('consent.given');
  await keys.fill('consent.by', 'A');
  await keys.press('Tab');
  await keys.go('check');
  await keys.skip();
  await keys.to('Send the referral');
  await keys.go('logged');
}

test('a school writes a full referral in at most 250 key presses', async () => {
  const keys = await atKeyboard('referrer');
  await keys.begin();
  await keys.to('referredBy.name');
  await keys.go('child');
  await writeInFull(keys, '9990000018');
  console.log(`A full referral of a school: ${keys.presses()} key presses`);
  expect(keys.presses()).toBeLessThanOrEqual(250);
  expect(await sent(keys)).toMatchObject({
    circumstances: [{ id: 'child-in-need', since: '2026-02-01' }, { id: 'exclusion-risk' }],
    needs: [
      { domain: 'communication', home: 1, school: 2, community: 1 },
      { domain: 'sensory', home: 2, school: 3, community: 2 },
      { domain: 'change', home: 2, school: 2, community: 1 },
    ],
  });
});

test('a clinician logs a full referral of a school in at most 250 key presses', async () => {
  const keys = await atKeyboard('clinician');
  await keys.begin();
  await keys.fill('source', 'Sch');
  await keys.fill('organisation', '114312');
  await keys.go('child');
  await writeInFull(keys, '9990000026');
  console.log(`A full referral, logged by a clinician: ${keys.presses()} key presses`);
  expect(keys.presses()).toBeLessThanOrEqual(250);
});
