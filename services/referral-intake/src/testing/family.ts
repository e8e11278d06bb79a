import { randomUUID } from 'node:crypto';
import type { Answer, Intake } from './intake.ts';

/** A synthetic family's answers, step by step. */
export const familyAnswers: Readonly<Record<string, Record<string, string>>> = {
  who: { who: 'parent', name: 'Hazel Demo-Lanchester', heldBy: 'Both parents' },
  reach: { by: 'email', email: 'hazel@example.org', phone: '07700 900123' },
  child: {
    givenName: 'Rowan',
    familyName: 'Demo-Lanchester',
    'dateOfBirth-day': '4',
    'dateOfBirth-month': '5',
    'dateOfBirth-year': '2016',
    postcode: 'DH1 1AB',
    school: '114312',
    practice: 'A83001',
  },
  worry: {
    service: 'not-sure',
    worry: 'Synthetic words: mornings are very hard.',
    worse: 'In noisy places.',
  },
  life: { circumstances: 'exclusion-risk' },
  needs: { 'needs.sleep.home': '2', strengths: 'Draws well.', tried: 'A picture timetable.' },
};

/** A browser of a family: nobody is signed in, and cookies are kept as a browser keeps them. */
export function familyBrowser(app: Pick<Intake, 'url'>) {
  let cookie = '';

  async function answered(response: Response): Promise<Answer & { to: string }> {
    const set = response.headers.get('set-cookie')?.split(';')[0];
    if (set !== undefined) cookie = set;
    const to = response.headers.get('location')?.replace('/referrals', '') ?? '';
    return { status: response.status, headers: response.headers, text: await response.text(), body: {}, to };
  }
  const headers = () => ({ accept: 'text/html', 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) });

  const browser = {
    page: async (path: string) =>
      answered(await fetch(`${app.url()}${path}`, { headers: headers(), redirect: 'manual' })),
    submit: async (path: string, fields: Record<string, string> = {}) =>
      answered(
        await fetch(`${app.url()}${path}`, {
          method: 'POST',
          redirect: 'manual',
          headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
        }),
      ),
    /** Answers every step; `changes` replaces the answers of a step. Gives where each step led. */
    async answers(changes: Record<string, Record<string, string>> = {}): Promise<string[]> {
      const went: string[] = [];
      for (const [step, fields] of Object.entries({ ...familyAnswers, ...changes })) {
        const { status, to, text } = await browser.submit(`/family/${step}`, fields);
        if (status !== 303)
          throw new Error(`${step}: ${status} ${text.replace(/<[^>]*>/g, ' ').slice(0, 900)}`);
        went.push(to);
      }
      return went;
    },
    cookie: () => cookie,
  };
  return browser;
}

/** A family that has sent its request: the request's id and reference. */
export async function sentByFamily(
  app: Intake,
  changes: Record<string, Record<string, string>> = {},
): Promise<{ requestId: string; reference: string; browser: ReturnType<typeof familyBrowser> }> {
  const browser = familyBrowser(app);
  const to = changes['reach']?.['email'] ?? `${randomUUID()}@example.org`;
  await browser.answers({ ...changes, reach: { ...familyAnswers['reach'], ...changes['reach'], email: to } });
  await browser.submit('/family/check');
  const sent = await browser.submit('/family/code', { code: app.messages.latestTo(to).words['code'] ?? '' });
  if (sent.to !== '/family/sent') throw new Error(`The code was not taken: ${sent.status}`);
  const { text } = await browser.page('/family/sent');
  const reference = /WM-\w{4}-\w{4}/.exec(text)?.[0] ?? '';
  const { requests } = (await app.get('/api/from-families')).body as {
    requests: { requestId: string; reference: string }[];
  };
  return {
    requestId: requests.find((each) => each.reference === reference)?.requestId ?? '',
    reference,
    browser,
  };
}
