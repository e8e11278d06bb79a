export { auditLog, type AuditLog, type AuditStore } from './audit-log.ts';
export type { AuditEntry, AuditLink, Head } from './chain.ts';
export { verifyChain, type Verdict } from './verify.ts';
