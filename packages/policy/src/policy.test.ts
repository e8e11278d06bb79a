import { allows, reachOf } from './allows.ts';
import { permissions, policy, type Permission } from './policy.ts';
import { anonymous, roles, type Role, type Viewer } from './viewer.ts';

// What was agreed, written down a second time by hand: y = any record, o = own organisation's, f = own family's, - = no.
const agreed = `
                       clinician triage referrer practitioner commissioner operator family anonymous
  home:see                 y       y       y         y            y           y       y        y
  docs:see                 y       y       y         y            y           y       y        y
  referral:log             y       y       o         -            -           -       -        -
  referral:list            y       y       o         -            -           -       -        -
  referral:view            y       y       o         -            -           -       -        -
  referral:import          y       y       o         -            -           y       -        -
  referral:accept          y       y       -         -            -           -       -        -
  referral:triage          y       y       -         -            -           -       -        -
  referral:inform          y       y       o         -            -           -       -        -
  referral:withdraw        y       y       -         -            -           -       -        -
  plan:view                y       y       o         -            -           -       -        -
  plan:write               y       y       o         -            -           -       -        -
  person:view              y       y       -         -            -           -       -        -
  person:change            y       y       -         -            -           -       -        -
  duplicate:decide         y       y       -         -            -           -       -        -
  identity:names           y       y       -         -            -           -       -        -
  identity:hidden-address  -       y       -         -            -           -       -        -
  pathway:list             y       y       -         -            -           -       -        -
  pathway:view             y       y       -         -            -           -       -        -
  pathway:record           y       y       -         -            -           -       -        -
  priority:decide          y       y       -         -            -           -       -        -
  support:view             y       y       -         y            -           -       -        -
  support:manage-code      y       y       -         y            -           -       -        -
  directory:view           y       y       y         y            y           -       -        -
  organisations:search     y       y       y         y            y           y       -        -
  system:counts            y       y       -         -            y           y       -        -
  family:refer             y       y       y         y            y           y       y        y
  referral:screen          y       y       -         -            -           -       -        -
  family:enter             y       y       y         y            y           y       y        y
  family:view              -       -       -         -            -           -       f        -
`;

const [header = [], ...rows] = agreed
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([permission, ...marks]) =>
  marks.map((mark, column) => [permission as Permission, header[column] as Role, mark] as const),
);

const viewerAs = (role: Role): Viewer => ({
  ...anonymous,
  id: `synthetic-${role}`,
  roles: [role],
  organisation: '114312',
  pathwayId: 'pw_own',
});
const own = { organisation: '114312', pathwayId: 'pw_own' };
const foreign = { organisation: '113970', pathwayId: 'pw_other' };

test('the agreed table names every permission and every role', () => {
  expect(rows.map(([permission]) => permission).sort()).toEqual([...permissions].sort());
  expect([...header].sort()).toEqual([...roles].sort());
  expect(cells).toHaveLength(permissions.length * roles.length);
});

test.each(cells)('%s for %s is %s', (permission, role, mark) => {
  const viewer = viewerAs(role);
  const reach = { y: 'any', o: 'own-organisation', f: 'own-family' }[mark];
  expect(reachOf(policy, viewer, permission)).toBe(reach);
  expect(allows(policy, viewer, permission, own)).toBe(mark !== '-');
  expect(allows(policy, viewer, permission, foreign)).toBe(mark === 'y');
  expect(allows(policy, viewer, permission)).toBe(mark === 'y');
});

test.each(['referral:delete', '__proto__', 'constructor', 'toString', ''])(
  'the unknown permission "%s" is denied',
  (name) => {
    for (const role of roles) {
      expect(allows(policy, viewerAs(role), name as Permission, own)).toBe(false);
      expect(reachOf(policy, viewerAs(role), name as Permission)).toBeUndefined();
    }
  },
);

test.each(['administrator', '__proto__', 'constructor', ''])('the unknown role "%s" is denied', (name) => {
  for (const permission of permissions)
    expect(allows(policy, viewerAs(name as Role), permission, own)).toBe(false);
});

test('several roles give the widest reach of any of them', () => {
  const both: Viewer = { ...viewerAs('referrer'), roles: ['referrer', 'triage'] };
  expect(reachOf(policy, both, 'referral:view')).toBe('any');
  expect(allows(policy, both, 'referral:view', foreign)).toBe(true);
});

test('an organisation that nobody has is not one that two people share', () => {
  const unattached: Viewer = { ...anonymous, roles: ['referrer'] };
  expect(allows(policy, unattached, 'referral:view', {})).toBe(false);
  expect(allows(policy, unattached, 'referral:view', { organisation: undefined })).toBe(false);
});

test('every permission says in words what it allows', () => {
  for (const permission of permissions) expect(policy[permission].words).toMatch(/^[a-z].{5,}[^.]$/);
});
