import type { Role } from '@waymark/policy';

export type TestPerson = { id: string; roles: readonly Role[]; name: string; organisation?: string };

/** A synthetic person for each role; the referrer acts for one school. */
export function testPerson(role: Role): TestPerson {
  return {
    id: `synthetic-${role}`,
    roles: [role],
    name: `Synthetic ${role}`,
    ...(role === 'referrer' && { organisation: '114312' }),
  };
}
