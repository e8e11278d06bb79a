/** Who a person is to the system. A person may hold several roles. `anonymous` is everyone who is not known. */
export const roles = [
  'clinician',
  'triage',
  'referrer',
  'practitioner',
  'commissioner',
  'operator',
  'family',
  'anonymous',
] as const;
export type Role = (typeof roles)[number];

/** The roles that a sign-in provider may give. `family` comes from an access code alone, `anonymous` from nothing. */
export const staffRoles = [
  'clinician',
  'triage',
  'referrer',
  'practitioner',
  'commissioner',
  'operator',
] as const;

/** The person behind a request, as far as it is known. */
export type Viewer = {
  /** The subject at the sign-in provider, `family:<pathway id>`, or `anonymous`. Never a name. */
  id: string;
  roles: readonly Role[];
  /** ODS code or school URN of the organisation that the person acts for. */
  organisation?: string;
  /** The one pathway that a family has opened with its code. */
  pathwayId?: string;
  /** For the header of a page, and for the record of who took up a risk; never for a log, an event or an audit entry. */
  name: string;
  /** What the sign-in says of how to reach the person at work, and of what they do: to fill in forms of their own. */
  jobTitle?: string;
  phone?: string;
  email?: string;
  /** To ask another of our services in this person's name. */
  accessToken?: string;
  /** What the request showed: a bearer token is never sent by a browser on its own, a cookie is. */
  via: 'bearer' | 'cookie' | 'nothing';
};

export const anonymous: Viewer = { id: 'anonymous', roles: ['anonymous'], name: '', via: 'nothing' };

/** True for a role that is known, whatever a token or a setting may say. */
export function isStaffRole(role: unknown): role is (typeof staffRoles)[number] {
  return staffRoles.some((known) => known === role);
}
