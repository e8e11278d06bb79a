/** What each role is called: on the start page, at sign-in and where a page is not for it. */
const words: Readonly<Record<string, string>> = {
  clinician: 'clinician',
  triage: 'triage clinician',
  referrer: 'referrer',
  practitioner: 'practitioner',
  commissioner: 'commissioner',
  operator: 'operator',
  family: 'parent, carer or young person',
};

/** The roles of a person, in words: "clinician and operator". */
export function rolesInWords(roles: readonly string[]): string {
  return roles.flatMap((role) => words[role] ?? []).join(' and ');
}
