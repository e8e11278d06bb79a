import { faultsAtBothWidths, withBrowser } from './index.ts';

const openPage = withBrowser();

const pageOf = (inside: string) =>
  `<!doctype html><html lang="en-GB"><head><title>A page</title><meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>${inside}</main></body></html>`;

test('a page in order has no faults', async () => {
  const page = await openPage();
  await page.setContent(pageOf('<p>Words.</p>'));
  expect(await faultsAtBothWidths(page, 'good')).toEqual([]);
});

test.each([
  ['a picture without words', '<img src="data:,">', ['image-alt', 'image-alt']],
  ['grey on white', '<p style="color: #bbb">Words.</p>', ['color-contrast', 'color-contrast']],
  ['a field without a name', '<input type="text">', ['label', 'label']],
])('%s is found at both widths', async (_what, inside, rules) => {
  const page = await openPage();
  await page.setContent(pageOf(inside));
  const faults = await faultsAtBothWidths(page, 'bad');
  expect(faults.map((fault) => /: ([a-z-]+):/.exec(fault)?.[1])).toEqual(rules);
});

test('what is wider than a telephone is found on the telephone', async () => {
  const page = await openPage();
  await page.setContent(pageOf('<div style="width: 600px">Words.</div>'));
  expect(await faultsAtBothWidths(page, 'wide')).toEqual(['wide at 390: 218 px wider than the window']);
});
