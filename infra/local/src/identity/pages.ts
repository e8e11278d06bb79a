import { join } from 'node:path';
import { renderer, type PageContext } from '@waymark/web';
import type { DemoPerson } from './people.ts';

/** The pages of the demo sign-in, in the layout of all others. `mount` is the path under which they are found. */
export type Pages = {
  /** The demo people, each a button. */
  signIn(people: readonly DemoPerson[], action: string): string;
  /** Asks once more before ending the session here; a script presses the button where scripts run. */
  signOut(form: string): string;
  /** What went wrong, in plain words. */
  fault(says: string): string;
};

export function pagesAt(mount: string): Pages {
  const render = renderer({ templates: [join(import.meta.dirname, 'pages')] });
  const page: PageContext = { nav: [], current: '', basePath: mount, service: 'identity', demo: true };
  return {
    signIn: (people, action) => render('sign-in.njk', { people, action }, page),
    signOut: (form) => render('sign-out.njk', partsOf(form), page),
    fault: (says) => render('fault.njk', { says }, page),
  };
}

/** The provider's own form, of which the address and the mark against forgery are kept. */
function partsOf(form: string): { action: string; xsrf: string } {
  return {
    action: /action="([^"]+)"/.exec(form)?.[1] ?? '',
    xsrf: /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? '',
  };
}

export const signOutScript = `document.getElementById('op.logoutForm').submit();\n`;
