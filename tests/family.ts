import { randomUUID } from 'node:crypto';
import { nthTestNhsNumber } from '@waymark/care-types';
import type { System } from './system.ts';
import type { Instance } from './instances.ts';

type Fields = Record<string, string>;

/** The answers of a synthetic family, step by step. */
const answers: Readonly<Record<string, Fields>> = {
  who: { who: 'parent', name: 'Hazel Demo-Lanchester' },
  reach: { by: 'email' },
  child: { givenName: 'Rowan', familyName: 'Demo-Lanchester', dateOfBirth: '2016-05-04' },
  worry: { service: 'not-sure', worry: 'Synthetic words.' },
  life: {},
  needs: {},
};

/**
 * A family asks for help without an account, and confirms it by the code that it is sent. Gives the id of what it has
 * sent. `changes` replaces answers of a step.
 */
export async function familyRequest<T extends Instance>(
  { ask, messages }: Pick<System<T>, 'ask' | 'messages'>,
  changes: Record<string, Fields> = {},
): Promise<string> {
  const email = changes['reach']?.['email'] ?? `${randomUUID()}@example.org`;
  let cookie = '';
  const submit = async (path: string, fields: Fields) => {
    const body = new URLSearchParams({ _key: randomUUID(), ...fields }).toString();
    const answer = await ask('anonymous', 'POST', `/referrals/family/${path}`, body, {
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      ...(cookie && { cookie }),
    });
    if (answer.status !== 303) throw new Error(`The family was not let on at ${path}: ${answer.status}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  };
  for (const [step, fields] of Object.entries(answers))
    await submit(step, { ...fields, ...(step === 'reach' && { email }), ...changes[step] });
  await submit('check', {});
  await submit('code', { code: messages.latestTo(email).words['code'] ?? '' });
  const { body } = await ask('clinician', 'GET', '/referrals/api/from-families?limit=100');
  const { requests } = body as { requests: { requestId: string; sentOn: string }[] };
  return requests.at(-1)?.requestId ?? '';
}

/** A marked child, and marked words in all that a family and a clinician can write, sent and not taken. */
export async function declinedFamilyRequest<T extends Instance>(
  system: Pick<System<T>, 'ask' | 'messages'>,
  marked: Readonly<Record<'givenName' | 'familyName' | 'address' | 'postcode' | 'email', string>>,
  freeText: string,
): Promise<string> {
  const { givenName, familyName, address, postcode, email } = marked;
  const requestId = await familyRequest(system, {
    who: { who: 'responsible', name: familyName, heldBy: familyName },
    reach: { by: 'email', email, phone: '07700 900977', accessibleNeeds: freeText },
    child: { givenName, familyName, address, postcode, nhsNumber: nthTestNhsNumber(77_780) },
    worry: { service: 'not-sure', worry: freeText, worse: freeText },
    life: { circumstances: 'looked-after' },
    needs: { strengths: freeText, tried: freeText },
  });
  const at = `/referrals/api/from-families/${requestId}`;
  expect((await system.ask('clinician', 'GET', at)).text).toContain(familyName);
  const notNow = { reason: '02', otherHelp: ['gp'], note: freeText };
  expect((await system.ask('clinician', 'POST', `${at}/not-now`, notNow)).status).toBe(200);
  expect(JSON.stringify(system.messages.latestTo(email).words)).not.toContain(givenName);
  return requestId;
}
