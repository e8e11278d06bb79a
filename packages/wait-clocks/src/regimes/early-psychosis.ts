import { calendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import type { Finding } from '../evidence.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime } from '../regime.ts';
import type { Referral } from '../case-history.ts';
import { firstSeen } from '../rules/seen.ts';
import { untilStopped } from '../rules/until-seen.ts';

const SOURCE = 'NHS England Mental Health Monthly Statistics, EIP23; access and waiting time standard';

/** Face to face, telephone, talk type, video. */
const ways = new Set(['01', '02', '04', '11']);
const contactRule = 'eip-first-contact';
const coordinatorRule = 'eip-care-coordinator';
const appliesTo = ({ team, primaryReason }: ReferralReceived) => team === 'A14' && primaryReason === '01';

function parts({ received, facts, contacts }: Referral): readonly [Finding | null, Finding | null] {
  const contact = firstSeen(contacts, received.on, ways, ({ team = 'A14' }) => team === 'A14');
  const coordinator = facts.find(
    (fact) =>
      fact.type === 'care-coordinator-assigned' &&
      fact.on >= received.on &&
      (fact.team === undefined || fact.team === 'A14'),
  );
  const found = (rule: string, says: string, fact: { factId: string; on: Finding['on'] } | undefined) =>
    fact === undefined ? null : { rule, source: SOURCE, says, facts: [fact.factId], on: fact.on };
  return [
    found(contactRule, 'First contact at which the young person was seen', contact),
    found(coordinatorRule, 'A care coordinator was assigned', coordinator),
  ];
}

const waitOf = untilStopped({
  prefix: 'eip',
  source: SOURCE,
  scope: 'Suspected first episode of psychosis, to an early intervention team',
});

/** Early intervention in psychosis: seen and with a care coordinator within two weeks; the later of the two stops it. */
export const earlyPsychosis = defineRegime({
  id: 'eip-2-weeks',
  title: 'First episode of psychosis: two weeks',
  shortTitle: 'Psychosis, two weeks',
  limit: { days: 14 },
  bands: () => weeklyBands,
  holds: { from: calendarDate('2016-01-01'), until: null },
  appliesTo,
  source: SOURCE,
  section: '§2.3',
  needs: [
    {
      metBy: contactRule,
      needed: {
        code: 'first-contact-at-which-the-young-person-is-seen-by-the-early-intervention-team',
        short: 'a first contact at which the young person is seen by the early intervention team',
        says: 'A first contact at which the young person is seen by the early intervention team',
      },
    },
    {
      metBy: coordinatorRule,
      needed: {
        code: 'care-coordinator-of-that-team',
        short: 'a care coordinator of that team',
        says: 'A care coordinator of that team',
      },
    },
  ],
  waits: (history, _settings, inScope) =>
    inScope.map((referral) => {
      const found = parts(referral);
      const [contact, coordinator] = found;
      const later =
        contact === null || coordinator === null ? null : contact.on > coordinator.on ? contact : coordinator;
      const stop: Finding | null = later && {
        rule: 'eip-stop',
        source: SOURCE,
        says: 'Seen, and with a care coordinator: the clock stopped on the later of the two',
        facts: found.flatMap((part) => part?.facts ?? []),
        on: later.on,
      };
      const wait = waitOf(referral, history, stop);
      const [scope, start, ...rest] = wait.evidence;
      const shown = found.filter((part) => part !== null && (wait.stop === null || part.on <= wait.stop));
      return scope && start
        ? { ...wait, evidence: [scope, start, ...shown.filter((part) => part !== null), ...rest] }
        : wait;
    }),
});
