import type { Evidence } from './clock-state.ts';
import { endingOf } from './eighteen-weeks-stop.ts';
import type { Contact, Fact, FactOf } from './fact.ts';
import { factsOf } from './regime.ts';
import type { Finding, Regime, Settings, Story, Wait } from './regime.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025)';

type Received = FactOf<'referral-received'>;

/** One stretch of waiting: its start, what stopped or nullified it, and the appointments that changed nothing. */
type Period = {
  start: Finding;
  ending: { state: 'stopped' | 'nullified'; finding: Finding; settings: Partial<Settings> } | null;
  /** Whether the first appointment after the referral is still to be held. */
  firstAppointmentAhead: boolean;
  cancelled: readonly string[];
  missed: readonly string[];
  lastContact: Contact | null;
};

const begin = (start: Finding, firstAppointmentAhead: boolean): Period => ({
  start,
  ending: null,
  firstAppointmentAhead,
  cancelled: [],
  missed: [],
  lastContact: null,
});

/** Rules 1 to 3: the day the first service received the referral. Passing it on, or sending it again, starts nothing anew. */
function referralStart({ factId, on, firstReceivedOn }: Received): Finding {
  const passedOn = firstReceivedOn !== undefined && firstReceivedOn < on;
  return {
    rule: 'rtt-start-referral',
    source: `${SOURCE}, rules 1 to 3`,
    says: passedOn
      ? 'The first service received the referral, which was later passed on'
      : 'The referral was received',
    facts: [factId],
    on: passedOn ? firstReceivedOn : on,
  };
}

/** Rule 3c: a new referral after the earlier wait was over. */
function referredAgain({ factId, on }: Received): Finding {
  return {
    rule: 'rtt-restart-3c',
    source: `${SOURCE}, rule 3c`,
    says: 'Referred again after the earlier wait was over',
    facts: [factId],
    on,
  };
}

/** Rules 3b and 3d: a decision to treat after an earlier stop. */
function decidedToTreat({ factId, on }: FactOf<'decision-to-treat'>, stop: Finding): Finding {
  const afterMonitoring = stop.rule === 'rtt-stop-31' || stop.rule === 'rtt-stop-32';
  const rule = afterMonitoring ? '3d' : '3b';
  return {
    rule: `rtt-restart-${rule}`,
    source: `${SOURCE}, rule ${rule}`,
    says: afterMonitoring
      ? 'Decision to treat after active monitoring'
      : 'Decision to start a new or different treatment, not in the plan before',
    facts: [factId, ...stop.facts],
    on,
  };
}

/** Rule 3e: after a missed first appointment, the day the family asks to rebook or the clinician offers another, whichever is earlier. */
function rebooked({ factId, on }: FactOf<'rebooked'>, nullified: Finding): Finding {
  return {
    rule: 'rtt-restart-3e',
    source: `${SOURCE}, rule 3e`,
    says: 'The family asked for another appointment, or one was offered, after the first was missed',
    facts: [factId, ...nullified.facts],
    on,
  };
}

/** Rule 3e where nobody recorded the day of rebooking: the day of the missed appointment stands in for it. */
function rebookedUnseen(fact: Fact, nullified: Finding): Finding {
  return {
    rule: 'rtt-restart-3e-unknown',
    source: 'NHS Data Model and Dictionary, REFERRAL TO TREATMENT PERIOD START DATE',
    says: 'Another appointment followed the missed first one, and the day of rebooking is not known: the missed day counts',
    facts: [fact.factId, ...nullified.facts],
    on: nullified.on,
  };
}

/** The first appointment after the referral, clearly communicated, to which the child was not brought: the wait is deleted. Code 33. */
function firstMissed({ factId, on }: Contact): Finding {
  return {
    rule: 'rtt-nullified-33',
    source: `${SOURCE}, §4.4.1.3 (code 33)`,
    says: 'The child was not brought to the first appointment: this wait is deleted, and a new one starts when another is booked',
    facts: [factId],
    on,
  };
}

/** An appointment may delete the wait, or only be remembered. */
function meet(period: Period, contact: Contact): Period {
  if (contact.indirect === true || contact.attendance === '0') return period;
  const { factId, attendance } = contact;
  const next = { ...period, lastContact: contact };
  if (attendance === '5' || attendance === '6') return { ...next, firstAppointmentAhead: false };
  if (attendance === '2' || attendance === '4') return { ...next, cancelled: [...period.cancelled, factId] };
  const isFirst = period.firstAppointmentAhead && (contact.first ?? true);
  if (attendance === '3' && isFirst && contact.communicated !== false) {
    return { ...next, ending: { state: 'nullified', finding: firstMissed(contact), settings: {} } };
  }
  return { ...next, missed: [...period.missed, factId] };
}

/** What one fact does to a running period. */
function go(period: Period, fact: Fact, settings: Settings): Period {
  if (fact.type === 'contact') return meet(period, fact);
  const ending = endingOf(fact, { start: period.start.on, lastContact: period.lastContact }, settings);
  return ending === null ? period : { ...period, ending: { state: 'stopped', ...ending } };
}

/** The period that a fact opens after the last one was stopped or nullified, if it opens one. */
function reopen({ ending }: Period, fact: Fact): Period | null {
  if (ending === null || ending.finding.rule === 'rtt-stop-36') return null;
  if (fact.type === 'referral-received') return begin(referredAgain(fact), true);
  if (ending.state === 'stopped') {
    return fact.type === 'decision-to-treat' ? begin(decidedToTreat(fact, ending.finding), false) : null;
  }
  if (fact.type === 'rebooked') return begin(rebooked(fact, ending.finding), false);
  const tellsOfRebooking =
    (fact.type === 'contact' && fact.indirect !== true && fact.on > ending.finding.on) ||
    fact.type === 'treatment-started';
  return tellsOfRebooking ? begin(rebookedUnseen(fact, ending.finding), false) : null;
}

type Walk = readonly [Period, ...Period[]];

/** Takes one more fact of the pathway; the latest period stands first. */
function step([current, ...earlier]: Walk, fact: Fact, settings: Settings): Walk {
  if (current.ending === null) return [go(current, fact, settings), ...earlier];
  const next = reopen(current, fact);
  return next === null ? [current, ...earlier] : [go(next, fact, settings), current, ...earlier];
}

function withoutEffect({ cancelled, missed }: Period): readonly Evidence[] {
  const source = `${SOURCE}, §4.4`;
  return [
    ...(cancelled.length === 0
      ? []
      : [
          {
            rule: 'rtt-cancelled',
            source,
            says: 'Cancelling an appointment, by anybody, changes nothing',
            facts: [...cancelled],
          },
        ]),
    ...(missed.length === 0
      ? []
      : [
          {
            rule: 'rtt-later-missed',
            source,
            says: 'An appointment that was missed later, or not clearly communicated, changes nothing',
            facts: [...missed],
          },
        ]),
  ];
}

const WAYS_TO_STOP =
  'First treatment, agreed active monitoring, a decision not to treat, treatment declined, or discharge';

function waitOf(period: Period, place: number, referralIds: Wait['referralIds']): Wait {
  const { start, ending } = period;
  return {
    referralIds,
    period: place + 1,
    start: start.on,
    stop: ending?.finding.on ?? null,
    state: ending?.state ?? 'running',
    evidence: [start, ...withoutEffect(period), ...(ending === null ? [] : [ending.finding])],
    stillNeeded: ending === null ? [WAYS_TO_STOP] : [],
    settings: ending?.settings ?? {},
  };
}

/** The referrals that take up one need, the first in front. A referral continues an earlier one only where that is known. */
function pathwaysOf(facts: readonly Fact[]): readonly [Received, ...Received[]][] {
  const pathways: [Received, ...Received[]][] = [];
  for (const received of factsOf(facts, 'referral-received')) {
    const goesOn = pathways.find((pathway) =>
      pathway.some(
        ({ referralId }) => referralId === received.referralId || referralId === received.continues,
      ),
    );
    if (goesOn !== undefined) goesOn.push(received);
    else pathways.push([received]);
  }
  return pathways;
}

/** A crisis seen at once is no elective wait: it has no clock until somebody refers for planned care. */
const isElective = ({ priority }: Received): boolean => priority !== '1';

function waitsOf(
  pathway: readonly [Received, ...Received[]],
  { facts }: Story,
  settings: Settings,
): readonly Wait[] {
  const [first, ...others] = pathway;
  const start = referralStart(first);
  const ids = new Set(pathway.map(({ referralId }) => referralId));
  const laterIds = new Set(
    others.map(({ referralId }) => referralId).filter((id) => id !== first.referralId),
  );
  const after = facts.filter(
    (fact) =>
      fact.factId !== first.factId &&
      fact.on >= start.on &&
      (ids.has(fact.referralId) || fact.type === 'died'),
  );
  const walk = after.reduce<Walk>((walked, fact) => step(walked, fact, settings), [begin(start, true)]);
  return walk.toReversed().map((period, place) => waitOf(period, place, [first.referralId, ...laterIds]));
}

/** The rules of referral to treatment, used by local choice for services that are not reported under them. */
export const localRtt18Weeks: Regime = {
  id: 'local-18-weeks',
  title: 'Local 18 weeks, RTT-style: not reported nationally',
  limitDays: 126,
  holds: { from: null, until: null },
  source: SOURCE,
  waits: (story, settings) =>
    pathwaysOf(story.facts.filter((fact) => fact.type !== 'referral-received' || isElective(fact))).flatMap(
      (pathway) => waitsOf(pathway, story, settings),
    ),
};
