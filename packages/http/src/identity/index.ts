export { tokenSettings, type IdentityConfig } from './config.ts';
export { clearFamily, openFamily, sealFamily } from './family-session.ts';
export type { Fault } from './fault.ts';
export { isLoopback } from './loopback.ts';
export { identity, type Identity } from './identity.ts';
export { requestCookie, type RequestCookie } from './request-cookie.ts';
export { sessions } from './session.ts';
export { viewerOf } from './viewer-of.ts';
