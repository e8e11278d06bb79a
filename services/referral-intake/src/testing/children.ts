import { nthTestNhsNumber } from '@waymark/care-types';
import type { TestPerson } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import type { Answer, Intake } from './intake.ts';
import { rowNames } from './rows.ts';

export type Who = 'clinician' | 'triage' | 'referrer' | 'operator' | TestPerson;

export const otherSchool: TestPerson = {
  id: 'synthetic-other-school',
  name: 'Synthetic other school',
  roles: ['referrer'],
  organisation: '113970',
};

let numbers = 700;
/** A number that nothing else of the run has. */
export const nextNumber = (): number => (numbers += 1);

/** A synthetic child whom nobody else is like. */
export function child(changes: object = {}) {
  numbers += 1;
  const syllables = ['bak', 'fom', 'dul', 'gir', 'zep', 'hov', 'jun', 'kyt', 'lox', 'mab'];
  const words = [...String(numbers * 7919)].map((digit) => syllables[Number(digit)]).join('');
  return {
    givenName: 'Acorn',
    familyName: `Synthetic${words}`,
    dateOfBirth: `20${10 + (numbers % 8)}-0${(numbers % 9) + 1}-${10 + (numbers % 17)}`,
    nhsNumber: String(nthTestNhsNumber(numbers)),
    postcode: 'DH1 1AB',
    ...changes,
  };
}

export type Person = {
  details: Record<string, unknown>;
  otherwise: { referralId: string; fields: { field: string; held: string; said: string }[] }[];
  numberDisputed: boolean;
};

export type Pair = { pairId: string; children: string[]; sameNumber: boolean };

/** What tests of who is who do with the service. */
export function childrenOf(app: Intake) {
  const send = (of: object, changes: object = {}, who: Who = 'clinician') =>
    app.post(
      '/api/referrals',
      {
        source: 'C2',
        organisation: '114312',
        child: of,
        service: 'autism-assessment',
        primaryReason: '25',
        ...changes,
      },
      { who },
    );

  async function logged(of: object, changes: object = {}, who: Who = 'clinician'): Promise<string> {
    const answer = await send(of, changes, who);
    expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
    return String(answer.body['referralId']);
  }

  const shown = async (id: string, who: Who = 'clinician') =>
    (await app.get(`/api/referrals/${id}`, who)).body;
  const personOf = async (id: string) => String((await shown(id))['personId']);

  async function person(personId: string, who: Who = 'clinician'): Promise<Person & { etag: string }> {
    const { body, headers } = await app.get(`/api/people/${personId}`, who);
    return { ...(body as unknown as Person), etag: headers.get('etag') ?? '' };
  }
  const whole = async (referralId: string) => person(await personOf(referralId));

  async function act(path: string, body: object, who: Who = 'clinician'): Promise<Answer> {
    const etag = (await app.get(`/api${path.replace(/\/[^/]+$/, '')}`, who)).headers.get('etag') ?? '';
    return app.post(`/api${path}`, body, { who, headers: { 'if-match': etag } });
  }

  /** Until an import has ended, or waits for somebody. */
  async function readOn(importId: unknown) {
    return until(async () => {
      const { body } = await app.get(`/api/imports/${String(importId)}`, 'operator');
      return body['state'] === 'reading' ? undefined : body;
    });
  }

  async function imported(lines: readonly string[]) {
    const sent = await app.sendFile([rowNames, ...lines].join('\n'));
    return readOn(sent.body['id']);
  }

  /** All that are open, page by page: a pair that is new stands on the last. */
  const pairs = async () => {
    const all: Pair[] = [];
    let next: string | undefined = '/api/duplicates?limit=100';
    while (next !== undefined) {
      const { body, headers }: Answer = await app.get(next);
      all.push(...(body['pairs'] as Pair[]));
      next = /<\/referrals([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    return all;
  };
  /** Asked once all are compared: whoever asks for hundreds of pairs again and again keeps them from being compared. */
  const pairOf = (a: string, b: string) =>
    until(async () => {
      const { body } = await app.get('/api/duplicates?limit=1');
      if (body['left'] !== 0) return undefined;
      return (await pairs()).find(({ children }) => children.includes(a) && children.includes(b));
    });

  return { send, logged, shown, personOf, person, whole, act, readOn, imported, pairs, pairOf };
}
