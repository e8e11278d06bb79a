import {
  addDays,
  calendarDate,
  circumstances,
  services,
  teamType,
  type CalendarDate,
} from '@waymark/care-types';
import { referral } from '@waymark/testkit/builders';
import { noDue, type Pathway } from '../services/pathway-tracker/src/pathway/domain/pathway.ts';
import { follow } from '../services/pathway-tracker/src/lifecycle/follow-referral/decide.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const teams = teamType.entries.slice(0, 12).map(({ code }) => code);

/**
 * Synthetic waits, the nth always the same: services, teams, clocks, ages, circumstances and standings by shares of our
 * own making, over the last four years. Of ten, six wait, one has no clock that runs any more, three are closed.
 */
export function syntheticWaits(today: CalendarDate): (n: number, revision?: number) => Pathway {
  const patterns = services.entries.flatMap(({ code: service }) =>
    ['2020-05-04', '2014-05-04', '2007-05-04'].map((dateOfBirth) => patternOf(service, dateOfBirth, today)),
  );
  const daysBefore = Array.from({ length: 9_000 }, (_, days) => addDays(today, -days));
  const ago = (days: number) => daysBefore[Math.min(days, daysBefore.length - 1)] ?? today;
  const daysAfter = Array.from({ length: 400 }, (_, days) => addDays(today, days - 200));

  return (n, revision = 0) => {
    const draw = drawing(n * 16 + revision);
    const pattern = patterns[draw(patterns.length)] ?? patternOf('autism-assessment', '2014-05-04', today);
    const list =
      (['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'stopped'] as const)[draw(10)] ??
      'closed';
    const waited = Math.floor((draw(1_400) * draw(1_000)) / 1_000);
    const priorityStatus = draw(100) < 80 ? 'date-order' : draw(2) === 0 ? 'review-open' : 'accelerated';
    const flags =
      priorityStatus === 'date-order' && draw(10) > 0
        ? []
        : [draw(circumstances.length), draw(circumstances.length)];
    const riskOpen = list !== 'closed' && draw(2_000) === 0;
    const clocks = list === 'waiting' ? pattern.clocks.filter(() => draw(5) > 0) : [];
    return {
      ...pattern,
      pathwayId: idOf('pw', n) as Pathway['pathwayId'],
      personId: idOf('per', n) as Pathway['personId'],
      reference: referenceOf(n) as Pathway['reference'],
      ...{ list, clocks, riskOpen },
      facts: pattern.facts.map((fact) =>
        fact.type === 'referral-received' && draw(5) > 0
          ? { ...fact, team: teams[draw(teams.length)] ?? 'C01' }
          : fact,
      ),
      stage: list === 'closed' ? 'closed' : draw(3) === 0 ? 'seen' : 'waiting',
      receivedOn: ago(waited),
      closedOn: list === 'closed' ? ago(Math.floor(waited / 3)) : null,
      dateOfBirth: ago(700 + draw(8_000)),
      firstDue: clocks.length === 0 ? noDue : (daysAfter[draw(daysAfter.length)] ?? noDue),
      turn: riskOpen ? 0 : priorityStatus === 'accelerated' ? 1 : 2,
      priority: {
        ...pattern.priority,
        standing: priorityStatus,
        flags: [...new Set(flags)].flatMap((at) => {
          const id = circumstances[at]?.id;
          return id ? [{ id, raisedOn: today, evidence: 'referrer' as const, expiresOn: null }] : [];
        }),
        reviewDue: priorityStatus === 'review-open' ? (daysAfter[190 + draw(30)] ?? null) : null,
      },
    };
  };
}

/** The pathway that a referral for this service opens for a child of this age. */
function patternOf(service: string, dateOfBirth: string, today: CalendarDate): Pathway {
  const state = referral({
    service,
    dateOfBirth: calendarDate(dateOfBirth),
    receivedOn: addDays(today, -20),
  });
  const decision = follow(undefined, state, today);
  if (decision.kind === 'refused') throw new Error(decision.code);
  return decision.state;
}

/** Numbers drawn by chance, the same for the same seed. */
function drawing(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e37_79b9) >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function letters(n: number, count: number): string {
  const draw = drawing(n);
  return Array.from({ length: count }, () => alphabet[draw(32)]).join('');
}

/** Ids end with their number, so that nobody need keep a million of them to find it again. */
const places = 6;

function idOf(prefix: string, n: number): string {
  const number = Array.from({ length: places }, (_, place) => alphabet[(n >>> (5 * place)) & 31]).join('');
  return `${prefix}_${letters(n, 26 - places)}${number}`;
}

/** The number of the synthetic wait of this id. */
export function numberOf(id: string): number {
  return [...id.slice(-places)].reduceRight((sum, letter) => sum * 32 + alphabet.indexOf(letter), 0);
}

function referenceOf(n: number): string {
  const text = letters(n, 8).toUpperCase();
  return `WM-${text.slice(0, 4)}-${text.slice(4)}`;
}
