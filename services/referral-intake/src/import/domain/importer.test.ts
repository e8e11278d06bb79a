import { reachOf, policy, type Permission, type Role } from '@waymark/policy';
import { importerOf, importsSeen, neededFrom, ownerOf, sightOf, type Importer } from './importer.ts';

const who = (roles: Role[], organisation?: string) => {
  const viewer = {
    id: 'synthetic',
    name: '',
    via: 'bearer' as const,
    roles,
    ...(organisation && { organisation }),
  };
  const may = (permission: Permission) => reachOf(policy, viewer, permission) !== undefined;
  return { viewer, may, reach: reachOf(policy, viewer, 'referral:import') };
};

test.each<[Role[], Importer | undefined]>([
  [['clinician'], 'direct-care'],
  [['triage'], 'direct-care'],
  [['referrer'], 'referrer'],
  [['operator'], 'operator'],
  [['operator', 'referrer'], 'operator'],
  [['operator', 'clinician'], 'direct-care'],
  [['practitioner'], undefined],
  [['commissioner'], undefined],
])('%j import as %s', (roles, as) => {
  const { reach, may } = who(roles, '114312');
  expect(reach && importerOf(reach, may)).toBe(as);
});

test.each<[string, Role[], string | undefined, Record<string, string | undefined>]>([
  ['an operator', ['operator'], undefined, { operator: 'whole', team: 'outline', school: 'outline' }],
  ['a team', ['triage'], 'RX3', { operator: undefined, team: 'whole', school: undefined }],
  ['another team', ['triage'], 'RXP', { operator: undefined, team: undefined, school: undefined }],
  ['a team of nowhere', ['triage'], undefined, { operator: undefined, team: undefined, school: undefined }],
  ['the school', ['referrer'], '114312', { operator: undefined, team: undefined, school: 'whole' }],
  ['another school', ['referrer'], '113970', { operator: undefined, team: undefined, school: undefined }],
  [
    'a school of nowhere',
    ['referrer'],
    undefined,
    { operator: undefined, team: undefined, school: undefined },
  ],
  [
    'a referrer of the trust',
    ['referrer'],
    'RX3',
    { operator: undefined, team: undefined, school: undefined },
  ],
  ['a practitioner', ['practitioner'], 'RX3', { operator: undefined, team: undefined, school: undefined }],
])('%s sees of imports what is its own', (_name, roles, organisation, seen) => {
  const { viewer, may } = who(roles, organisation);
  const owners = {
    operator: ownerOf('operator', undefined),
    team: ownerOf('direct-care', 'RX3'),
    school: ownerOf('referrer', '114312'),
  };
  const sights = Object.entries(owners).map(([name, owner]) => [name, sightOf({ owner }, viewer, may)]);
  expect(Object.fromEntries(sights)).toEqual(seen);
  // A list asks the store for those alone of which something is seen.
  const asked = importsSeen(viewer, may)['state.owner']?.$in;
  for (const [name, owner] of Object.entries(owners))
    expect(asked === undefined || asked.includes(owner)).toBe(seen[name] !== undefined);
});

test('what a referrer sends is received when it arrives: its file needs no received date', () => {
  expect(neededFrom('referrer')).not.toContain('received_date');
  expect(neededFrom('direct-care')).toContain('received_date');
});
