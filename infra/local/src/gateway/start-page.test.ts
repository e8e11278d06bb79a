import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OwnWork } from '@waymark/http';
import { logger } from '@waymark/service-base';
import { faultsAtBothWidths, withBrowser } from '@waymark/testkit';
import { gateway } from './gateway.ts';

const openPage = withBrowser();
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listening(server: Server): Promise<string> {
  open.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Said = Partial<OwnWork>;
const asked: string[] = [];
const says =
  (said: Said, cookies: string[] = []): RequestListener =>
  (request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.cookie ?? ''}`);
    response.setHeader('Set-Cookie', cookies);
    response.end(JSON.stringify({ who: null, lines: [], asOf: '2026-12-01T14:32:00Z', ...said }));
  };
const frozen: RequestListener = () => undefined;
const broken: RequestListener = (_request, response) => void response.writeHead(500).end('{}');

/** The front door before three services that answer so. */
async function door(answers: Record<'/referrals' | '/pathways' | '/support', RequestListener>) {
  const targets: Record<string, string> = {};
  for (const [prefix, answer] of Object.entries(answers))
    targets[prefix] = await listening(createServer(answer));
  const log = logger({ level: 'silent', service: 'front-door' });
  return listening(gateway(targets, { demo: true, log }));
}

const signedIn = { cookie: 'waymark=sealed; other=1' };
const triage = { name: 'Demo triage clinician', roles: ['triage'] };
const lineOfTriage = {
  when: 'waits' as const,
  says: '12 referrals to triage',
  note: '3 past 5 working days',
  href: '/referrals/triage',
};
const lineOfReviews = {
  when: 'waits' as const,
  says: '3 priority reviews due this week',
  href: '/pathways/priority',
};
const atRisk = { when: 'today' as const, says: '1 referral with serious risk', href: '/referrals/triage' };

test('somebody who has not signed in finds how to, urgent help to tap, and the way for families; nobody is asked', async () => {
  asked.length = 0;
  const url = await door({ '/referrals': says({}), '/pathways': says({}), '/support': says({}) });
  const text = await (await fetch(url)).text();
  expect(text).toContain('href="/referrals/sign-in?returnTo=/"');
  expect(text).toContain('href="tel:999"');
  expect(text).toContain('href="tel:111"');
  expect(text).toContain('option 2');
  expect(text).toContain('href="/support/family"');
  expect(text).not.toContain('Sign out');
  expect(asked).toEqual([]);
});

test('somebody who has signed in lands on their own work, counted now, with the links of their role', async () => {
  const prolonged = 'waymark=newer; Path=/; HttpOnly';
  const url = await door({
    '/referrals': says({ who: triage, lines: [atRisk, lineOfTriage] }, [prolonged]),
    '/pathways': says({ who: triage, lines: [lineOfReviews] }),
    '/support': says({ who: triage }),
  });
  asked.length = 0;
  const answer = await fetch(url, { headers: signedIn });
  const text = await answer.text();
  for (const each of [
    'Your work',
    'Demo triage clinician</bdi>, triage clinician',
    'Sign out',
    'href="/referrals/triage">12 referrals to triage</a>',
    '3 past 5 working days',
    'href="/pathways/priority">3 priority reviews due this week</a>',
    'href="/pathways/waiting-list"',
    'href="tel:999"',
  ])
    expect(text).toContain(each);
  expect(text).toMatch(/As of \d\d:\d\d/);
  expect(text.indexOf('serious risk')).toBeLessThan(text.indexOf('12 referrals'));
  expect(answer.headers.getSetCookie()).toEqual([prolonged]);
  expect(asked).toHaveLength(3);
  for (const each of asked) expect(each).toMatch(/\/api\/own-work waymark=sealed; other=1$/);
});

test.each([
  ['is frozen', frozen],
  ['fails', broken],
])('a service that %s costs its own line, within three seconds', async (_, answer) => {
  const url = await door({
    '/referrals': says({ who: triage, lines: [lineOfTriage] }),
    '/pathways': answer,
    '/support': says({ who: triage }),
  });
  const began = performance.now();
  const text = await (await fetch(url, { headers: signedIn })).text();
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(text).toContain('12 referrals to triage');
  expect(text).toContain('<strong>Priority reviews:</strong> not available at the moment.');
});

test('where nobody answers, the page still leads to urgent help and to sign-in', async () => {
  const url = await door({ '/referrals': broken, '/pathways': broken, '/support': broken });
  const answer = await fetch(url, { headers: signedIn });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('not available at the moment');
  expect(text).toContain('href="tel:111"');
  expect(text).toContain('/referrals/sign-in');
});

test('the page is in order for every role at both widths', async () => {
  const faults: string[] = [];
  const roles = ['clinician', 'triage', 'referrer', 'practitioner', 'commissioner', 'operator'];
  for (const role of ['anonymous', 'family', ...roles]) {
    const who = role === 'family' ? { name: '', roles: [role] } : { name: `Demo ${role}`, roles: [role] };
    const lines = role === 'triage' ? [atRisk, lineOfTriage, lineOfReviews] : [lineOfReviews];
    const url = await door({
      '/referrals': says({ who, lines }),
      '/pathways': role === 'clinician' ? broken : says({ who }),
      '/support': says({ who }),
    });
    const page = await openPage();
    if (role !== 'anonymous') await page.context().addCookies([{ name: 'waymark', value: 'sealed', url }]);
    await page.goto(url);
    faults.push(...(await faultsAtBothWidths(page, `start-${role}`)));
  }
  expect(faults).toEqual([]);
});
