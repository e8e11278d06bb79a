import type { Role } from './viewer.ts';

/** How far a permission reaches: every record, those of the viewer's organisation, or the family's own pathway. */
export type Reach = 'any' | 'own-organisation' | 'own-family';

export type Rule = {
  /** What the permission lets a person do, to follow "You may". */
  words: string;
  /** A role that is not named here is denied. */
  roles: Readonly<Partial<Record<Role, Reach>>>;
};

const everyone = {
  clinician: 'any',
  triage: 'any',
  referrer: 'any',
  practitioner: 'any',
  commissioner: 'any',
  operator: 'any',
  family: 'any',
  anonymous: 'any',
} as const;

const directCare = { clinician: 'any', triage: 'any' } as const;

/** Who may do what. A page or an action names one of these permissions; what is not written here is denied. */
export const policy = {
  'home:see': { words: 'see the first page', roles: everyone },
  'docs:see': { words: 'read the description of the interface', roles: everyone },
  'referral:log': { words: 'log a referral', roles: { ...directCare, referrer: 'own-organisation' } },
  'referral:list': {
    words: 'see the list of referrals',
    roles: { ...directCare, referrer: 'own-organisation' },
  },
  'referral:view': { words: 'read a referral', roles: { ...directCare, referrer: 'own-organisation' } },
  'referral:import': {
    words: 'import a file of referrals',
    roles: { ...directCare, referrer: 'own-organisation', operator: 'any' },
  },
  'referral:accept': { words: 'accept a referral', roles: directCare },
  'referral:triage': { words: 'decide about a referral', roles: directCare },
  'referral:inform': {
    words: 'answer what was asked, and say what has changed for a child',
    roles: { ...directCare, referrer: 'own-organisation' },
  },
  'referral:withdraw': { words: 'withdraw a referral', roles: directCare },
  'plan:view': { words: 'read a plan of needs', roles: { ...directCare, referrer: 'own-organisation' } },
  'plan:write': {
    words: 'begin and review a plan of needs',
    roles: { ...directCare, referrer: 'own-organisation' },
  },
  'person:view': { words: 'read who a child is and who else there is', roles: directCare },
  'person:change': {
    words: 'correct who a child is, hide where they are, and note who may be told',
    roles: directCare,
  },
  'duplicate:decide': { words: 'decide whether two records are of one child', roles: directCare },
  'identity:names': { words: 'see the names behind pathways', roles: directCare },
  'identity:hidden-address': {
    words: 'see where a child is whose address is hidden, and what was held before',
    roles: { triage: 'any' },
  },
  'pathway:list': { words: 'see the waiting list', roles: directCare },
  'pathway:view': { words: 'read a pathway', roles: directCare },
  'pathway:record': { words: 'record what happened on a pathway', roles: directCare },
  'priority:decide': { words: 'decide who is seen sooner', roles: directCare },
  'support:view': { words: 'read a support plan', roles: { ...directCare, practitioner: 'any' } },
  'support:manage-code': {
    words: 'give a family its access code',
    roles: { ...directCare, practitioner: 'any' },
  },
  'directory:view': {
    words: 'search the directory of support',
    roles: { ...directCare, referrer: 'any', practitioner: 'any', commissioner: 'any' },
  },
  'organisations:search': {
    words: 'search schools, practices and other organisations',
    roles: { ...directCare, referrer: 'any', practitioner: 'any', commissioner: 'any', operator: 'any' },
  },
  'system:counts': {
    words: 'see how many records there are',
    roles: { ...directCare, commissioner: 'any', operator: 'any' },
  },
  'family:refer': { words: 'ask for help without an account', roles: everyone },
  'referral:screen': { words: 'decide about what a family has sent', roles: directCare },
  'family:enter': { words: 'open a family page with its code', roles: everyone },
  'family:view': { words: 'read your own family page', roles: { family: 'own-family' } },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof policy;
export type Policy = Readonly<Record<Permission, Rule>>;

export const permissions = Object.keys(policy) as Permission[];
