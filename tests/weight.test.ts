import { get as ask, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { systemClock, todayInLondon } from '@waymark/care-types';
import { demoLines, importColumns } from '@waymark/local/demo';
import { until } from '@waymark/testkit';
import { withBrowser } from '@waymark/testkit/browser';
import { serviceNames } from './services.ts';
import { startSystem, type System } from './system.ts';

/** What a browser may have to load for the full waiting list on a first visit, headers not counted. */
const mostBytes = 60_000;
const children = 120;
const waitingList = '/pathways/waiting-list';

let system: System;
const open = withBrowser();
beforeAll(async () => {
  system = await startSystem();
  const rows = demoLines({ seed: 20261121, asOf: todayInLondon(systemClock) }).flatMap((line) =>
    line.kind === 'child' ? [line.bytes] : [],
  );
  const file = Buffer.concat([Buffer.from(`${importColumns.join(',')}\r\n`), ...rows.slice(0, children)]);
  await system.ask('operator', 'POST', '/referrals/api/imports?filename=demo.csv', Uint8Array.from(file), {
    'content-type': 'text/csv',
  });
  await until(
    'the list is longer than a page',
    async () => {
      const { body } = await system.ask('clinician', 'GET', '/pathways/api/waiting-list');
      return (body as { shown: number }).shown > children * 0.8;
    },
    90_000,
  );
}, 150_000);
afterAll(() => system.close());

/** An answer as it comes over the wire. */
async function wire(url: string, headers: Record<string, string>) {
  const answer = await new Promise<IncomingMessage>((resolve) => ask(url, { headers }, resolve));
  const body = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode, headers: answer.headers, body };
}

/** The stylesheets and scripts that a page names. */
function assetsIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(([, address = '']) => address);
}

const unpack = { gzip: gunzipSync, br: brotliDecompressSync } as const;

test.each(['gzip', 'br'] as const)(
  'the full waiting list on a first visit, by %s: at most 60 kB',
  async (coding) => {
    const headers = { 'accept-encoding': coding, ...(await system.identity.bearer('clinician')) };
    const page = await wire(system.url + waitingList, { ...headers, accept: 'text/html' });
    expect(page.headers['content-encoding']).toBe(coding);
    const html = unpack[coding](page.body).toString();
    const names = assetsIn(html);
    expect(names).toHaveLength(2);
    const parts = await Promise.all(names.map((address) => wire(system.url + address, headers)));
    const bytes = [page, ...parts].map(({ body }) => body.length);
    const all = bytes.reduce((sum, each) => sum + each);
    console.log(
      `By ${coding}: page ${bytes[0]} of ${html.length}, style and script ${bytes.slice(1).join(' and ')}, together ${all} bytes`,
    );
    expect(all).toBeLessThanOrEqual(mostBytes);
  },
);

test('each service names the same style and script, and has it, also where it is asked itself', async () => {
  const pages = {
    'referral-intake': '/referrals/',
    'pathway-tracker': waitingList,
    'needs-led-support': '/support/directory',
  };
  const headers = { accept: 'text/html', ...(await system.identity.bearer('clinician')) };
  const [first = [], ...others] = await Promise.all(
    serviceNames.map(async (name) =>
      assetsIn((await wire(system.url + pages[name], headers)).body.toString()),
    ),
  );
  expect(others).toEqual([first, first]);
  expect(assetsIn((await wire(`${system.url}/`, headers)).body.toString())).toEqual(first);
  for (const address of first) {
    expect(address).toMatch(/^\/assets\/waymark\.[0-9a-f]{12}\.(css|js)$/);
    const atTheDoor = await wire(system.url + address, {});
    expect(atTheDoor).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    for (const name of serviceNames)
      expect(
        (await wire(`http://127.0.0.1:${system.ports[name]}${address}`, {})).body.equals(atTheDoor.body),
      ).toBe(true);
  }
});

test('a browser loads the list within its weight, and nothing of it again for the pages of other services', async () => {
  const page = await open({ extraHTTPHeaders: await system.identity.bearer('clinician') });
  const loaded = () =>
    page.evaluate<{ name: string; bytes: number }[]>(
      `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .map(({ name, transferSize }) => ({ name, bytes: transferSize }))`,
    );
  await page.goto(system.url + waitingList);
  const first = await loaded();
  expect(first.length).toBeGreaterThanOrEqual(3);
  const all = first.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`A browser loaded ${all} bytes in ${first.length} answers, headers and pictures counted`);
  expect(all).toBeLessThanOrEqual(mostBytes);
  for (const next of ['/referrals/', '/support/directory']) {
    await page.goto(system.url + next);
    const again = (await loaded()).filter(
      ({ name, bytes }) => name.includes('/assets/waymark.') && bytes > 0,
    );
    expect({ next, again }).toEqual({ next, again: [] });
  }
});
