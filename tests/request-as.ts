import { policy, staffRoles, type Role } from '@waymark/policy';
import type { System } from './system.ts';
import { pathOf, type Endpoint } from './endpoints.ts';
import type { Instance } from './instances.ts';

export type RequestAs = {
  as: Role;
  /** Values for the parameters of the path, and the pathway of a family. */
  at: Record<string, string>;
  /** After the question mark, as it is sent. */
  query?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

/** A role that may do what is done there, the one that reaches furthest. */
export function roleAllowed({ permission }: Endpoint): Role {
  const given: Partial<Record<Role, string>> = policy[permission].roles;
  const role = staffRoles.find((each) => given[each] === 'any') ?? staffRoles.find((each) => given[each]);
  return role ?? 'family';
}

/** Asks an address as a program with a token, or as the browser of the person: by the kind of answer it gives. */
export async function requestAs<T extends Instance>(
  { ask, identity }: Pick<System<T>, 'ask' | 'identity'>,
  subject: Endpoint,
  { as, at, query = '', body, headers = {} }: RequestAs,
) {
  const address = `${pathOf(subject, at)}${query === '' ? '' : `?${query}`}`;
  const forProgram = subject.answers === 'json';
  const sent = {
    accept: forProgram ? 'application/json' : 'text/html',
    'sec-fetch-site': 'same-origin',
    ...(await credentialsOf(as)),
    ...(subject.method === 'POST' && { 'content-type': typeOf(subject) }),
    ...headers,
  };
  if (subject.method === 'GET') return ask('anonymous', 'GET', address, undefined, sent);
  return ask('anonymous', 'POST', address, body ?? (forProgram && !subject.upload ? '{}' : ''), sent);

  async function credentialsOf(role: Role): Promise<Record<string, string>> {
    if (role === 'anonymous') return {};
    if (role === 'family') return { cookie: await identity.familyCookieFor(at['pathwayId'] ?? '') };
    return forProgram ? identity.bearer(role) : { cookie: await identity.cookieFor(role) };
  }
}

function typeOf({ upload, answers }: Endpoint): string {
  if (upload) return 'multipart/form-data; boundary=none';
  return answers === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
}
