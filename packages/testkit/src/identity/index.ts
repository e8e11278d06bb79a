export { testPerson, type TestPerson } from './people.ts';
export { testIdentity, type TestIdentity, type TokenChanges } from './test-identity.ts';
