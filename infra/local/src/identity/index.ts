export { identityProvider } from './identity-provider.ts';
export { demoPeople, type DemoPerson } from './people.ts';
