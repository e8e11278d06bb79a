import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './chromium.ts';

export { axe } from './axe.ts';
export { faultsAtBothWidths, faultsNow, picture, telephone, wide } from './in-order.ts';
export { launchBrowser };

/** Opens a page in a context of its own: no cookies or storage are shared with other pages. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** One real browser for a test file: started before its tests, closed after them. */
export function withBrowser(): OpenPage {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => browser?.close());
  return async (options) => {
    if (!browser) throw new Error('Pages can be opened inside tests only');
    return (await browser.newContext(options)).newPage();
  };
}
