import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { axe } from './axe.ts';

/** The two widths at which every page is looked at. */
export const wide = { width: 1280, height: 900 };
export const telephone = { width: 390, height: 844 };

const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What is wrong with a page at both widths: axe's faults, and what cannot be seen without scrolling sideways. */
export async function faultsAtBothWidths(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const viewport of [wide, telephone]) {
    await page.setViewportSize(viewport);
    await picture(page, `${name}-${viewport.width}`);
    faults.push(...(await faultsNow(page)).map((fault) => `${name} at ${viewport.width}: ${fault}`));
  }
  return faults;
}

/** The same at the width that the page has now. */
export async function faultsNow(page: Page): Promise<string[]> {
  const beyond = Number(await page.evaluate(sideways));
  return [...(await axe(page)), ...(beyond === 0 ? [] : [`${beyond} px wider than the window`])];
}

/** Keeps a picture of the whole page, in the folder that WAYMARK_PICTURES names; nothing where it names none. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['WAYMARK_PICTURES'];
  if (folder) await writeFile(`${folder}/${name}.png`, await page.screenshot({ fullPage: true }));
}
