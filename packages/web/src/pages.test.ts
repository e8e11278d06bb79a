import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { axe, withBrowser } from '@waymark/testkit/browser';
import express from 'express';
import { navigation } from './navigation.ts';
import { assets, renderer } from './index.ts';
import { refused, specimen } from './specimen/specimen.ts';

const wide = { width: 1280, height: 900 };
const telephone = { width: 390, height: 844 };
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/** The parts of the page that stand out of the window sideways, seen in the page itself. */
const tooWide = `[...document.querySelectorAll('body *')]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1 || part.getBoundingClientRect().left < -1)
  .filter((part) => !part.matches('.nhsuk-u-visually-hidden, .nhsuk-skip-link, .nhsuk-table__head, .nhsuk-table__head *'))
  .map((part) => part.outerHTML.slice(0, 80))`;

const plain = 'As the referrer wrote';
const pages: Record<string, () => string> = {
  specimen: () => specimen(plain),
  refused: () => specimen(plain, refused(plain)),
  long: () => specimen('Kinderundjugendpsychiatrischerbereitschaftsdienst'.repeat(3)),
  problem: () => problem(404),
  family: () =>
    renderer({ templates: [] })(
      'waymark/family-layout.njk',
      {},
      { nav: [], current: '/', basePath: '', service: 'x' },
    )
      .replace('<title> –', '<title>Where your child is now –')
      .replace('id="maincontent">', 'id="maincontent"><h1>Where your child is now</h1>'),
};

function problem(status: number): string {
  const viewer = { roles: ['triage'], name: 'Demo person' };
  const page = { viewer, nav: navigation(viewer), current: '/x', basePath: '/pathways', service: 'x' };
  return renderer({ templates: [] })('waymark/problem.njk', { status, errorId: 'abc', errors: [] }, page);
}

let server: Server;
let address: string;
const openPage = withBrowser();

beforeAll(async () => {
  const app = express();
  app.use('/assets', assets());
  app.get('/:page', (request, response) => {
    response.setHeader('Content-Security-Policy', policy).send(pages[request.params.page]?.());
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function open(name: string, viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}/${name}`);
  if (process.env.WAYMARK_PICTURES) {
    const file = `${process.env.WAYMARK_PICTURES}/${name}-${viewport.width}.png`;
    await writeFile(file, await page.screenshot({ fullPage: true }));
  }
  return { page, complaints };
}

test.each(Object.keys(pages))(
  'the page "%s" is in order for everyone, wide and on a telephone',
  async (name) => {
    const { page, complaints } = await open(name);
    expect(await axe(page)).toEqual([]);
    await page.setViewportSize(telephone);
    expect(await axe(page)).toEqual([]);
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate(`document.documentElement.dir = '${direction}'`);
      expect(await page.evaluate(tooWide)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  },
);

test('a page without script shows all that it has', async () => {
  const { page } = await open('refused', wide, false);
  expect(await page.locator('form[method=post] button[type=submit]:visible').count()).toBeGreaterThan(0);
  expect(await page.getByRole('alert').count()).toBe(1);
});

test('each line of the error summary leads to a field that can be filled', async () => {
  const { page } = await open('refused');
  const links = await page.locator('.nhsuk-error-summary a').all();
  expect(links).toHaveLength(7);
  for (const link of links) {
    const target = page.locator(`[id="${(await link.getAttribute('href'))?.slice(1)}"]`);
    expect(await target.isEditable()).toBe(true);
  }
});

test('the boxes of a date stand side by side, also on a telephone', async () => {
  const { page } = await open('specimen', telephone);
  const boxes = await page.locator('.nhsuk-date-input input').all();
  const tops = await Promise.all(boxes.map(async (box) => (await box.boundingBox())?.y));
  expect(tops).toHaveLength(3);
  expect(new Set(tops).size).toBe(1);
});
