import { addDays, ageOn, calendarDate, daysBetween, services, type CalendarDate } from '@waymark/care-types';
import { nth } from '@waymark/testkit/builders';
import * as fc from 'fast-check';
import { nextStep } from './domain/next-step.ts';
import { noDue, type Pathway } from '../pathway/domain/pathway.ts';
import { pathway } from '../testing/pathway.ts';
import type { Place } from './domain/wait-index/orders.ts';
import { orderIds, type OrderId } from './domain/orders.ts';
import { facets, listedWaits, type FacetId } from './listed-waits.ts';

const firstDay = calendarDate('2026-11-21');
const base = pathway({ circumstances: [] });

/** A pathway in as much variety as the list looks at. */
const waits = fc
  .record({
    n: fc.nat(40),
    child: fc.nat(15),
    list: fc.constantFrom('waiting' as const, 'stopped' as const, 'closed' as const),
    service: fc.constantFrom(...services.entries.map(({ code }) => code)),
    team: fc.constantFrom(undefined, 'C01', 'C04'),
    running: fc.subarray(base.clocks.map(({ regime }) => regime)),
    receivedAgo: fc.nat(900),
    dueIn: fc.oneof(fc.constant(null), fc.integer({ min: -40, max: 40 })),
    bornAgo: fc.integer({ min: 300, max: 9000 }),
    standing: fc.constantFrom('date-order' as const, 'review-open' as const, 'accelerated' as const),
    flags: fc.subarray(['looked-after', 'exclusion-risk', 'adopted'] as const),
    stage: fc.constantFrom('waiting' as const, 'seen' as const, 'closed' as const),
    riskOpen: fc.boolean(),
    reviewIn: fc.integer({ min: -3, max: 12 }),
    foundAgo: fc.option(fc.integer({ min: 0, max: 120 })),
    oddities: fc.subarray(['no-activity', 'time-missing'] as const).map((ids) => [...ids]),
  })
  .map(
    ({
      n,
      child,
      team,
      running,
      receivedAgo,
      dueIn,
      bornAgo,
      standing,
      flags,
      reviewIn,
      foundAgo,
      ...rest
    }): Pathway => {
      const [received] = base.facts;
      const found =
        foundAgo === null ? [] : [{ answer: 'still-waiting' as const, on: addDays(firstDay, -foundAgo) }];
      return {
        ...base,
        ...rest,
        pathwayId: nth('pw', n) as Pathway['pathwayId'],
        personId: nth('per', child) as Pathway['personId'],
        facts: [{ ...received, ...(team ? { team } : {}) }] as Pathway['facts'],
        clocks: base.clocks.filter(({ regime }) => running.includes(regime)),
        receivedOn: addDays(firstDay, -receivedAgo),
        closedOn: rest.list === 'closed' ? addDays(firstDay, -Math.floor(receivedAgo / 2)) : null,
        firstDue: dueIn === null ? noDue : addDays(firstDay, dueIn),
        dateOfBirth: addDays(firstDay, -bornAgo),
        validations: found.map((answer) => ({ ...answer, by: 'clinician-7f3a', role: 'clinician' })),
        turn: rest.riskOpen ? 0 : standing === 'accelerated' ? 1 : 2,
        priority: {
          ...base.priority,
          standing,
          flags: flags.map((id) => ({ id, raisedOn: firstDay, evidence: 'referrer', expiresOn: null })),
          reviewDue: standing === 'review-open' ? addDays(firstDay, reviewIn) : null,
        },
      };
    },
  );

/** What a pathway is on a day, worked out once more and plainly. */
function plainly(wait: Pathway, today: CalendarDate): Record<FacetId, readonly string[]> {
  const running = wait.clocks.map(({ regime }) => regime as string);
  const days = daysBetween(wait.receivedOn, wait.closedOn ?? today);
  const bounds = [4, 13, 18, 26, 52, 65, 78, 104];
  const at = bounds.findIndex((weeks) => days <= weeks * 7);
  const age = ageOn(wait.dateOfBirth, today);
  const toDue = daysBetween(today, wait.firstDue);
  const review = wait.list === 'closed' || wait.riskOpen ? null : wait.priority.reviewDue;
  const [fact] = wait.facts;
  const looked = wait.validations?.at(-1)?.on;
  const lookedAgo = looked === undefined ? undefined : daysBetween(looked, today);
  return {
    list: [wait.list],
    service: [wait.service],
    team: [(fact?.type === 'referral-received' && fact.team) || 'none'],
    regime: running.length > 0 ? running : ['none'],
    clock: [
      wait.firstDue === noDue ? 'no-limit' : toDue < 0 ? 'breached' : toDue <= 14 ? 'due-soon' : 'within',
    ],
    band: [at === -1 ? '104-plus' : `${bounds[at - 1] ?? 0}-${bounds[at]}`],
    age: [age < 5 ? '0-4' : age < 11 ? '5-10' : age < 16 ? '11-15' : age < 18 ? '16-17' : '18-plus'],
    priority: [wait.priority.standing],
    flag: wait.priority.flags.map(({ id }) => id),
    stage: [wait.stage],
    next: [nextStep(wait)],
    quality: wait.oddities?.length ? wait.oddities : ['none'],
    risk: [wait.riskOpen ? 'open' : 'none'],
    unread: [wait.oddities?.length && !wait.validations?.length && !wait.recordings.length ? 'yes' : 'none'],
    validated: [lookedAgo === undefined ? 'never' : lookedAgo <= 84 ? 'lately' : 'earlier'],
    review: [review === null ? 'none' : daysBetween(today, review) <= 7 ? 'soon' : 'later'],
  };
}

const facetIds = Object.keys(facets) as FacetId[];
const fits = (
  wait: Pathway,
  today: CalendarDate,
  where: Partial<Record<FacetId, readonly string[]>>,
  but?: FacetId,
) => {
  const is = plainly(wait, today);
  return facetIds.every(
    (facet) => facet === but || !where[facet] || where[facet].some((value) => is[facet].includes(value)),
  );
};
const sortKeys: Record<OrderId, (wait: Pathway) => string> = {
  due: ({ riskOpen, firstDue, pathwayId }) => `${riskOpen ? 0 : 1} ${firstDue} ${pathwayId}`,
  since: ({ riskOpen, receivedOn, pathwayId }) => `${riskOpen ? 0 : 1} ${receivedOn} ${pathwayId}`,
  priority: ({ turn, receivedOn, pathwayId }) => `${turn} ${receivedOn} ${pathwayId}`,
  validated: ({ riskOpen, receivedOn, validations, pathwayId }) =>
    `${riskOpen ? 0 : 1} ${validations?.at(-1)?.on ?? receivedOn} ${pathwayId}`,
};
const before = (one: string, other: string) => (one < other ? -1 : 1);

const questions = fc.record({
  list: fc.constantFrom('waiting', 'stopped', 'closed'),
  rest: fc.dictionary(
    fc.constantFrom(...facetIds.filter((facet) => facet !== 'list')),
    fc.uniqueArray(
      fc.constantFrom(
        ...[
          'autism-assessment',
          'camhs-community',
          'C01',
          'none',
          'cyp-4-week',
          'local-18-weeks',
          'breached',
        ],
        ...['within', '0-4', '26-52', '104-plus', '5-10', '11-15', 'review-open', 'date-order', 'adopted'],
        ...[
          'looked-after',
          'seen',
          'first-contact',
          'act-today',
          'open',
          'soon',
          'later',
          'lately',
          'never',
          'unknown-value',
        ],
      ),
      { minLength: 1, maxLength: 3 },
    ),
    { maxKeys: 3 },
  ),
  order: fc.constantFrom<OrderId>(...orderIds),
  limit: fc.integer({ min: 1, max: 7 }),
});
type Question = { list: string; rest: Record<string, string[]>; order: OrderId; limit: number };

function check(
  index: ReturnType<typeof listedWaits>,
  held: readonly Pathway[],
  today: CalendarDate,
  asked: Question,
) {
  const where = { ...asked.rest, list: [asked.list] };
  const { order, limit } = asked;
  const expected = held
    .filter((wait) => fits(wait, today, where))
    .map((wait) => ({ wait, key: sortKeys[order](wait) }));
  const ids = expected
    .toSorted((one, other) => before(one.key, other.key))
    .map(({ wait }) => wait.pathwayId as string);

  const pages: string[] = [];
  let after: Place | undefined;
  do {
    const page = index.page({ part: asked.list, where, order, today }, { limit, after });
    expect(page.ids.length).toBeLessThanOrEqual(limit);
    pages.push(...page.ids);
    after = page.next;
  } while (after);
  expect(pages).toEqual(ids);

  const tally = index.tally(where, today);
  expect(tally.total).toBe(ids.length);
  expect(tally.groups).toBe(new Set(expected.map(({ wait }) => wait.personId)).size);
  for (const facet of facetIds) {
    const beside = held
      .filter((wait) => fits(wait, today, where, facet))
      .flatMap((wait) => plainly(wait, today)[facet]);
    for (const value of new Set([...tally.values(facet), ...beside]))
      expect([facet, value, tally.of(facet, value)]).toEqual([
        facet,
        value,
        beside.filter((each) => each === value).length,
      ]);
  }
}

test('pages and counts are those of a plain filter and sort, whatever comes, changes or grows older', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ wait: waits }) },
      { weight: 2, arbitrary: fc.record({ asked: questions }) },
      { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 30 }) }) },
    ),
    { minLength: 5, maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.array(questions, { minLength: 1, maxLength: 3 }), (done, last) => {
      const index = listedWaits();
      const held = new Map<string, Pathway>();
      let today = firstDay;
      let version = 0;
      for (const step of done) {
        if ('days' in step) today = addDays(today, step.days);
        if ('asked' in step) check(index, [...held.values()], today, step.asked);
        if (!('wait' in step)) continue;
        version += 1;
        index.upsert(step.wait, version);
        held.set(step.wait.pathwayId, step.wait);
      }
      // Twice: what was asked for before is kept, and must have been kept right.
      for (const asked of [...last, ...last]) check(index, [...held.values()], today, asked);
      expect(index.size()).toBe(held.size);
    }),
  );
});

test('what comes late changes nothing', () => {
  const index = listedWaits();
  const wait = pathway();
  index.upsert({ ...wait, list: 'closed' }, 3);
  index.upsert(wait, 2);
  index.upsert(wait, 3);
  expect(index.versionOf(wait.pathwayId)).toBe(3);
  expect(index.tally({ list: ['closed'] }, firstDay).total).toBe(1);
  expect(index.tally({ list: ['waiting'] }, firstDay).total).toBe(0);
  expect(index.versionOf('pw_unknown')).toBeUndefined();
});

test('every team, circumstance and regime has its words', () => {
  expect(facets.team.words('C01')).toBe('Autism');
  expect(facets.flag.words('adopted')).toContain('Adopted');
  for (const { regime } of base.clocks) expect(facets.regime.words(regime)).not.toBe(regime);
});
