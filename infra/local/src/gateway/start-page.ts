import type { Log } from '@waymark/decisions';
import { boundedFetch } from '@waymark/http';
import { navigation, type PageContext, type Render } from '@waymark/web';
import type { RequestHandler } from 'express';
import { ownWorkOf, type Start } from './own-work.ts';

const ofWaymark = /(?:^|;\s*)(?:__Host-)?waymark(?:-family)?=/;
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });

/**
 * The first page: for somebody who has signed in their own work, with what waits as it is counted at this moment; for
 * everybody else where to go and how to sign in. Urgent help stands on both.
 */
export function startPage(
  targets: Readonly<Record<string, string>>,
  { render, page, log }: { render: Render; page: PageContext; log: Log },
): RequestHandler {
  const bounded = new Map(Object.keys(targets).map((prefix) => [prefix, boundedFetch()]));
  const askOf = (prefix: string) => bounded.get(prefix) ?? boundedFetch();
  return async (request, response) => {
    const { cookie = '' } = request.headers;
    const start = ofWaymark.test(cookie) ? await ownWorkOf(targets, cookie, { log, askOf }) : undefined;
    response.setHeader('Cache-Control', 'no-store');
    if (start && start.cookies.length > 0) response.setHeader('Set-Cookie', start.cookies);
    response.send(
      render('start.njk', modelOf(targets, start), {
        ...page,
        ...(start?.who && { viewer: start.who, nav: navigation(start.who) }),
      }),
    );
  };
}

function modelOf(targets: Readonly<Record<string, string>>, start: Start | undefined): object {
  const lines = start?.lines ?? [];
  return {
    who: start?.who,
    today: lines.filter(({ when }) => when === 'today'),
    waits: lines.filter(({ when }) => when === 'waits'),
    known: lines.filter(({ when }) => when === 'known'),
    missing: start?.who ? start.missing : [],
    away: start?.away === true,
    asOf: times.format(Date.now()),
    messages: '/messages' in targets,
  };
}
