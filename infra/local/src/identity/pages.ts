import type { DemoPerson } from './people.ts';

const banner = 'Demo sign-in: no passwords; never use with real data';

/** The list of demo people, each a button. */
export function signInPage(people: readonly DemoPerson[], action: string, mount: string): string {
  const choices = people
    .map(
      ({ id, name, about }) =>
        `<li><button type="submit" name="person" value="${escaped(id)}">Sign in as ${escaped(name)}</button>` +
        `<p>${escaped(about)}</p></li>`,
    )
    .join('\n');
  return page(
    'Sign in',
    `<form method="post" action="${escaped(action)}">\n<ul class="people">\n${choices}\n</ul>\n</form>\n` +
      '<p>Families and young people need no account: <a href="/referrals/family">ask for help</a>, or <a href="/support/family">open your page</a> with the code of your letter.</p>',
    mount,
  );
}

/** Asks once more before ending the session here; a script presses the button where scripts run. */
export function signOutPage(form: string, mount: string): string {
  const complete = form.replace(
    '</form>',
    '<input type="hidden" name="logout" value="yes"><button type="submit">Sign out</button></form>',
  );
  return page('Sign out', `${complete}\n<script src="${escaped(mount)}/sign-out.js"></script>`, mount);
}

/** A page for what went wrong, in plain words. */
export function faultPage(words: string, mount: string): string {
  return page(
    'Sign-in did not work',
    `<p>${escaped(words)}</p>\n<p><a href="/">Go to the first page</a> and sign in from there.</p>`,
    mount,
  );
}

export const signOutScript = `document.getElementById('op.logoutForm').submit();\n`;

export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.1875rem/1.5 system-ui, Arial, sans-serif; color: #212b32; background: #f0f4f5; }
header { background: #003d78; color: #fff; padding: 1rem 1.5rem; font-weight: 600; }
.banner { margin: 0; background: #fff4c2; border-bottom: 4px solid #ffb81c; padding: .75rem 1.5rem; font-weight: 600; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 2.25rem; line-height: 1.2; margin: 0 0 1.5rem; }
.people { list-style: none; margin: 0; padding: 0; }
.people li { background: #fff; border: 1px solid #d8dde0; padding: 1.25rem; margin: 0 0 1rem; }
.people p { margin: .5rem 0 0; color: #425563; }
button { font: inherit; font-weight: 600; color: #fff; background: #00703c; border: 2px solid transparent;
  border-bottom: 4px solid #00401e; padding: .6rem 1rem; min-height: 2.75rem; width: 100%; text-align: left; cursor: pointer; }
button:hover { background: #00572f; }
button:focus-visible, a:focus-visible { outline: 4px solid #212b32; outline-offset: 0; background: #ffeb3b; color: #212b32; }
a { color: #005eb8; }
`;

function page(title: string, body: string, mount: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Waymark demo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escaped(mount)}/style.css">
</head>
<body>
<header>Waymark</header>
<main>
<p class="banner" role="note">${banner}</p>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
