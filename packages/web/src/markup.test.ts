import { refused, specimen } from './specimen/specimen.ts';
import { renderer } from './renderer.ts';

const hostile = `<script>alert("1")</script>'" onload="x`;
const page = { nav: [], current: '/', basePath: '/referrals', service: 'referral-intake' };

test('nothing that somebody wrote becomes markup, in any macro', () => {
  for (const html of [specimen(hostile), specimen(hostile, refused(hostile))]) {
    expect(html).not.toContain('<script>alert');
    expect(html).not.toMatch(/" onload="/);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)');
  }
});

test('no page carries a style or script of its own, or takes anything from another host', () => {
  const html = specimen('plain', refused('plain'));
  expect(html).not.toMatch(/\sstyle=|<style|\son[a-z]+=/);
  expect(html.match(/<script[^>]*>/g)).toEqual([expect.stringContaining('src="/assets/')]);
  expect(html.match(/(?:src|href)="(?:https?:)?\/\//g)).toBeNull();
});

test('a refused form comes back with what was typed, each fault at its field and in the summary', () => {
  const html = specimen('plain', refused('typed by hand'));
  expect(html).toContain('<title>Error: ');
  expect(html).toMatch(/name="givenName"[^>]*value="typed by hand"/);
  expect(html).toMatch(/name="dateOfBirth-day"[^>]*value="typed by hand"/);
  expect(html).toMatch(/name="dateOfBirth-month"[^>]*value="3"/);
  expect(html).toMatch(/value="adhd" checked/);
  expect(html.match(/name="circumstances"[^>]* checked/g)).toHaveLength(2);
  expect(html).toMatch(/<option value="2" selected/);
  expect(html).toMatch(/<textarea[^>]*>typed by hand<\/textarea>/);
  for (const field of ['givenName', 'dateOfBirth', 'service', 'circumstances', 'school', 'notes', 'file']) {
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain(`id="${field}"`);
  }
  expect(html.match(/Mend this: typed by hand/g)).toHaveLength(14);
});

test('a first form shows what is held', () => {
  expect(specimen('plain')).toMatch(/name="givenName"[^>]*value="held"/);
});

test('a form carries its version, and a key of its own each time it is shown', () => {
  const keys = [1, 2].map(() => /name="_key" value="([0-9a-f-]{36})"/.exec(specimen('plain'))?.[1]);
  expect(new Set(keys).size).toBe(2);
  expect(specimen('plain')).toContain('name="_version" value="7"');
  expect(specimen('plain', { key: 'given' })).toContain('name="_key" value="given"');
  expect(specimen('plain', { version: undefined })).not.toContain('_version');
  expect(specimen('plain', { version: 0 })).toContain('name="_version" value="0"');
});

test('a wait says in words on which side of the limit it is', () => {
  const html = specimen('plain');
  expect(html).toContain('of 91<span class="nhsuk-u-visually-hidden"> days, over the limit');
  expect(html).toContain('of 28<span class="nhsuk-u-visually-hidden"> days, within the limit');
  expect(html).toContain('days, no national limit');
});

test('the demo says so, and only the demo', () => {
  expect(specimen('plain')).toContain('Every child here is synthetic');
  expect(specimen('plain', { demo: false })).not.toContain('synthetic');
});

test('who is signed in can sign out by a form; who is not can sign in', () => {
  expect(specimen('plain')).toMatch(/<form method="post" action="\/pathways\/sign-out"/);
  expect(specimen('plain', { viewer: undefined })).toContain('href="/pathways/sign-in"');
});

test.each([400, 401, 403, 404, 409, 412, 422, 429, 500, 503, 418, 502])(
  'the page of a fault %i says what to do',
  (status) => {
    const html = renderer({ templates: [] })(
      'waymark/problem.njk',
      { status, errorId: 'e-1', errors: [] },
      page,
    );
    expect(html).toMatch(/<h1>[A-Z][^<]+<\/h1>\n<p>[^<]+<\/p>\n<p>[^<]+<\/p>/);
    expect(html).toContain('e-1');
    // The addresses of style and script have hashes, in which any digits may stand.
    expect(html.replaceAll(/(?:href|src)="[^"]*"/g, '')).not.toContain(String(status));
  },
);

test('urgent help stands on every page for families, before its content', () => {
  const html = renderer({ templates: [] })('waymark/family-layout.njk', {}, page);
  expect(html).toMatch(/tel:999[\s\S]*tel:111[\s\S]*<main/);
});

test('a missing template is an error, not an empty page', () => {
  expect(() => renderer({ templates: [] })('nowhere.njk', {}, page)).toThrow('nowhere.njk');
});
