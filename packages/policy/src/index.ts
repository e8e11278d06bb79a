export { allows, reachOf, type Relation } from './allows.ts';
export { permissions, policy, type Permission, type Policy, type Reach, type Rule } from './policy.ts';
export { anonymous, isStaffRole, roles, staffRoles, type Role, type Viewer } from './viewer.ts';
