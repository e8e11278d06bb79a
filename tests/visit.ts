import { policy, staffRoles, type Role } from '@waymark/policy';
import type { House } from './house.ts';
import { addressOf, type Subject } from './subjects.ts';
import type { Tenant } from './tenants.ts';

export type Visit = {
  as: Role;
  /** Values for the parameters of the path, and the pathway of a family. */
  at: Record<string, string>;
  /** After the question mark, as it is sent. */
  query?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

/** A role that may do what is done there, the one that reaches furthest. */
export function someoneWhoMay({ permission }: Subject): Role {
  const given: Partial<Record<Role, string>> = policy[permission].roles;
  const role = staffRoles.find((each) => given[each] === 'any') ?? staffRoles.find((each) => given[each]);
  return role ?? 'family';
}

/** Asks an address as a program with a token, or as the browser of the person: by the kind of answer it gives. */
export async function visit<T extends Tenant>(
  { ask, identity }: Pick<House<T>, 'ask' | 'identity'>,
  subject: Subject,
  { as, at, query = '', body, headers = {} }: Visit,
) {
  const address = `${addressOf(subject, at)}${query === '' ? '' : `?${query}`}`;
  const forProgram = subject.answers === 'json';
  const sent = {
    accept: forProgram ? 'application/json' : 'text/html',
    'sec-fetch-site': 'same-origin',
    ...(await whoIs(as)),
    ...(subject.method === 'POST' && { 'content-type': typeOf(subject) }),
    ...headers,
  };
  if (subject.method === 'GET') return ask('anonymous', 'GET', address, undefined, sent);
  return ask('anonymous', 'POST', address, body ?? (forProgram && !subject.upload ? '{}' : ''), sent);

  async function whoIs(role: Role): Promise<Record<string, string>> {
    if (role === 'anonymous') return {};
    if (role === 'family') return { cookie: await identity.familyCookieFor(at['pathwayId'] ?? '') };
    return forProgram ? identity.bearer(role) : { cookie: await identity.cookieFor(role) };
  }
}

function typeOf({ upload, answers }: Subject): string {
  if (upload) return 'multipart/form-data; boundary=none';
  return answers === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
}
