import { calendarDate, OdsCode, Postcode } from '@waymark/care-types';
import {
  pathwayClosed,
  personIdFrom,
  referenceFrom,
  referralAccepted,
  referralIdFrom,
  referralNeedsProfiled,
  referralReceived,
  referralWithdrawn,
} from '@waymark/events';
import { type CommandMeta } from '@waymark/decisions';
import { accept } from '../../triage/accept-referral/decide.ts';
import { closeWait } from '../follow-pathway/decide.ts';
import { receive, refuseWaiting } from '../admit/decide.ts';
import { profile } from '../profile-needs/decide.ts';
import { withdraw } from '../../triage/withdraw-referral/decide.ts';
import { recordOf, type NewReferral } from './referral-record.ts';

const bytes = (length: number) => new Uint8Array(length).fill(7);
const ids = {
  referralId: referralIdFrom(bytes(26)),
  reference: referenceFrom(bytes(8)),
  personId: personIdFrom(bytes(26)),
};
const asked: NewReferral = {
  child: {
    givenName: 'Acorn',
    familyName: 'Demo-Ashgill',
    dateOfBirth: calendarDate('2016-05-04'),
    postcode: Postcode.parse('DH1 1AB'),
    gender: '1',
    ethnicCategory: 'A',
  },
  service: 'autism-assessment',
  provider: OdsCode.parse('RX3'),
  receivedOn: calendarDate('2026-03-02'),
  source: 'C2',
  organisation: '114312',
  priority: '3',
  primaryReason: '25',
  otherReasons: [],
  knownContacts: [],
  circumstances: [{ id: 'serious-risk', source: 'referrer' }],
  needs: [],
};
const command = { at: { instant: '2026-03-05T09:00:00Z', date: calendarDate('2026-03-05') } } as CommandMeta;
const received = recordOf(asked, asked.child, ids, () => 3);

test('a referral arrives with its area, never with who the child is', () => {
  expect(received).toMatchObject({
    referral: { status: 'received', outwardPostcode: 'DH1', imdDecile: 3, receivedOn: '2026-03-02' },
    organisation: '114312',
    sameDayRisk: true,
    waitingFor: `${ids.personId}/autism-assessment`,
  });
  expect(JSON.stringify(received)).not.toMatch(/Acorn|Ashgill|1AB/);
  const decision = receive(received);
  expect(decision.kind === 'decided' && decision.events.map(({ type }) => type)).toEqual([
    referralReceived.type,
  ]);
});

test('one that another system had accepted arrives accepted', () => {
  const record = recordOf({ ...asked, acceptedOn: calendarDate('2026-03-03') }, asked.child, ids, () => null);
  expect(record.referral).toMatchObject({ status: 'accepted', acceptedOn: '2026-03-03', imdDecile: null });
});

test('a child waits once for a service', () => {
  const { reference } = ids;
  expect(refuseWaiting(received)).toEqual({
    ...{ kind: 'refused', code: 'already-waiting' },
    facts: { reference, receivedOn: '2026-03-02' },
  });
  const again = receive({ ...received, sameAgain: { of: ids.referralId } });
  expect(again.kind === 'decided' && again.events).toEqual([]);
});

test('a team accepts it once, and the received date stays', () => {
  const accepted = accept(received, { team: 'C01' }, command, new Map());
  if (accepted.kind !== 'decided') throw new Error(accepted.code);
  expect(accepted.state.referral).toMatchObject({
    status: 'accepted',
    acceptedOn: '2026-03-05',
    receivedOn: '2026-03-02',
    team: 'C01',
  });
  expect(accepted.events.map(({ type }) => type)).toEqual([referralAccepted.type]);
  expect(accept(accepted.state, { team: 'C01' }, command, new Map())).toMatchObject({ code: 'not-now' });
  expect(accept(received, { team: 'A03' }, command, new Map())).toMatchObject({ code: 'team-not-in-use' });
});

test('it is withdrawn once, and the child may be referred again', () => {
  const withdrawn = withdraw(received, 'sealed', command);
  if (withdrawn.kind !== 'decided') throw new Error(withdrawn.code);
  expect(withdrawn.state).toMatchObject({
    steps: [{ note: 'sealed' }],
    referral: { withdrawnOn: '2026-03-05' },
  });
  expect(withdrawn.state).not.toHaveProperty('waitingFor');
  expect(withdrawn.events.map(({ type }) => type)).toEqual([referralWithdrawn.type]);
  expect(JSON.stringify(withdrawn.events)).not.toContain('sealed');
  expect(withdraw(withdrawn.state, 'again', command)).toMatchObject({ code: 'not-now' });
  expect(profile(withdrawn.state, [])).toMatchObject({ code: 'withdrawn' });
});

test('needs are told when they change, and only then', () => {
  const needs = [{ domain: 'sleep', home: 3, school: 0, community: 0 } as const];
  const changed = profile(received, needs);
  if (changed.kind !== 'decided') throw new Error(changed.code);
  expect(changed.events.map(({ type }) => type)).toEqual([referralNeedsProfiled.type]);
  expect(profile(changed.state, needs)).toMatchObject({ events: [] });
});

test('when the wait is over the child may be referred again, and nothing else happens to the referral', () => {
  const over = closeWait(received, { ...pathwayClosed.example, closedOn: calendarDate('2026-09-01') });
  if (over.kind !== 'decided') throw new Error(over.code);
  expect(over.state).toMatchObject({ closedOn: '2026-09-01', referral: received.referral });
  expect(over.state).not.toHaveProperty('waitingFor');
  expect(over.events).toEqual([]);
  expect(accept(over.state, { team: 'C01' }, command, new Map())).toMatchObject({
    code: 'not-now',
    facts: { status: 'over' },
  });
  expect(closeWait(undefined, pathwayClosed.example)).toMatchObject({ code: 'referral-not-known' });
});
