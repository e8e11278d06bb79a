import type { Permission, Policy, Reach } from './policy.ts';
import type { Viewer } from './viewer.ts';

/** What ties a record to those who may see it in part: the organisation that made it, or the family's pathway. */
export type Relation = { organisation?: string | undefined; pathwayId?: string | undefined };

/**
 * How far the viewer's permission reaches, the widest of their roles; undefined when no role has it.
 * A list filters by it: `own-organisation` shows the records of `viewer.organisation` alone.
 */
export function reachOf(policy: Policy, viewer: Viewer, permission: Permission): Reach | undefined {
  if (!Object.hasOwn(policy, permission)) return undefined;
  const given = policy[permission].roles;
  const reaches = viewer.roles.map((role) => (Object.hasOwn(given, role) ? given[role] : undefined));
  return (['any', 'own-organisation', 'own-family'] as const).find((reach) => reaches.includes(reach));
}

/**
 * Whether the viewer may do this to the record in question. A permission that reaches one's own records alone
 * needs the relation that shows the record to be one's own: without it the answer is no.
 */
export function allows(
  policy: Policy,
  viewer: Viewer,
  permission: Permission,
  relation: Relation = {},
): boolean {
  if (!Object.hasOwn(policy, permission)) return false;
  const given = policy[permission].roles;
  return viewer.roles.some((role) => Object.hasOwn(given, role) && reaches(given[role], viewer, relation));
}

function reaches(reach: Reach | undefined, viewer: Viewer, relation: Relation): boolean {
  switch (reach) {
    case 'any':
      return true;
    case 'own-organisation':
      return viewer.organisation !== undefined && viewer.organisation === relation.organisation;
    case 'own-family':
      return viewer.pathwayId !== undefined && viewer.pathwayId === relation.pathwayId;
    case undefined:
      return false;
  }
}
