import { calendarDate, needDomains, nthTestNhsNumber, type NeedsProfile } from '@waymark/care-types';
import { PersonId, Reference, ReferralId } from '@waymark/events';
import fc from 'fast-check';
import { sameChild } from './needs-plan-child.ts';
import { PlanId } from './needs-plan-id.ts';
import { needsThenAndNow, needWords, reviewWords, triedWords } from './needs-plan-words.ts';
import {
  addStep,
  becameReferral,
  end,
  faultsInPlan,
  faultsInReview,
  lastOutcome,
  mostSteps,
  NeedsPlan,
  needsNow,
  PlanCircumstances,
  review,
  planStatusOf,
  stillTried,
  type PlanStep,
  type Review,
} from './needs-plan.ts';
import { Tried } from '../../shared/domain/statement.ts';

const day = calendarDate;
const today = day('2026-04-20');
const timetable: PlanStep = {
  what: 'A visual timetable',
  who: 'Class teacher',
  where: 'school',
  since: day('2026-03-03'),
};
const walk: PlanStep = {
  what: 'A walk before school',
  who: 'Father',
  where: 'home',
  since: day('2026-03-10'),
};
const sleep = (home: 0 | 1 | 2 | 3, school: 0 | 1 | 2 | 3 = 0): NeedsProfile =>
  home + school === 0 ? [] : [{ domain: 'sleep', home, school, community: 0 }];

const plan: NeedsPlan = NeedsPlan.parse({
  planId: `pla_${'0'.repeat(26)}`,
  organisation: '114312',
  child: {
    givenName: 'Bramble',
    familyName: 'Demo-Ashgill',
    dateOfBirth: '2016-05-04',
    gender: 'X',
    ethnicCategory: '99',
  },
  lead: { role: 'Class teacher' },
  metOn: '2026-03-02',
  needs: sleep(3, 1),
  circumstances: [],
  steps: [timetable, walk],
  reviews: [],
  startedOn: '2026-03-03',
  nextReviewOn: '2026-04-14',
});
const seen = (
  on: string,
  outcomes: Review['outcomes'],
  needs: NeedsProfile = sleep(1, 1),
  note?: string,
) => ({ on: day(on), outcomes, needs, ...(note && { note }) });
const next = day('2026-06-01');
const first = seen('2026-04-14', { 1: 'helped', 2: 'not-helped' });
const became = {
  on: today,
  referralId: ReferralId.parse(`ref_${'0'.repeat(26)}`),
  reference: Reference.parse('WM-0000-0000'),
};
const personId = PersonId.parse(`per_${'0'.repeat(26)}`);

function after(decision: ReturnType<typeof review>): NeedsPlan {
  if (decision.kind !== 'decided') throw new Error(`Refused: ${decision.code}`);
  return decision.state;
}

test('a plan is reviewed over time: what helped, what not, and what is needed now', () => {
  const once = after(review(plan, first, next));
  expect(lastOutcome(once, 1)).toBe('helped');
  expect(needsNow(once)).toEqual(sleep(1, 1));
  expect(once.nextReviewOn).toBe(next);
  expect(stillTried(once)).toEqual([1]);
  const twice = after(review(once, seen('2026-04-20', { 1: 'too-early' }, sleep(0, 2)), next));
  expect(lastOutcome(twice, 1)).toBe('too-early');
  expect(lastOutcome(twice, 2)).toBe('not-helped');
  expect(needsThenAndNow(twice)).toEqual([
    {
      domain: 'sleep',
      text: 'Sleep',
      then: 'at home most of the time, at school a little',
      now: 'at school a lot',
      moved: 'mixed',
    },
  ]);
});

test.each<[string, NeedsProfile, NeedsProfile, string]>([
  ['better', sleep(3), sleep(1), 'better'],
  ['gone', sleep(3), [], 'better'],
  ['the same', sleep(2), sleep(2), 'same'],
  ['harder', sleep(1), sleep(2), 'harder'],
  ['new', [], sleep(2), 'harder'],
])('a need that is %s', (_what, needs, now, moved) => {
  const reviewed = after(review({ ...plan, needs }, seen('2026-04-14', {}, now), next));
  expect(needsThenAndNow(reviewed).map((row) => row.moved)).toEqual([moved]);
});

test('what is over stays as it is', () => {
  const ended = after(end(plan, 'needs-met', today));
  expect(planStatusOf(ended)).toBe('ended');
  const referred = after(becameReferral(plan, became, personId));
  expect(planStatusOf(referred)).toBe('became-referral');
  for (const over of [ended, referred]) {
    expect(addStep(over, walk)).toMatchObject({ kind: 'refused', code: 'not-open' });
    expect(review(over, first, next)).toMatchObject({ kind: 'refused', code: 'not-open' });
    expect(end(over, 'moved', today)).toMatchObject({ kind: 'refused', code: 'not-open' });
  }
  expect(becameReferral(ended, became, personId)).toMatchObject({ kind: 'refused', code: 'not-open' });
  const other = { ...became, reference: Reference.parse('WM-1111-1111') };
  expect(after(becameReferral(referred, other, personId)).became).toEqual(became);
});

test('a plan has at most twenty steps', () => {
  const full = { ...plan, steps: Array.from({ length: mostSteps }, () => walk) };
  expect(addStep(full, walk)).toMatchObject({ kind: 'refused', code: 'too-many-steps' });
});

test.each<[string, Partial<Parameters<typeof faultsInPlan>[0]>, string[]]>([
  ['in order', {}, []],
  ['a child not born yet', { child: { dateOfBirth: day('2026-05-01') } }, ['child.dateOfBirth', 'metOn']],
  ['somebody of 26', { child: { dateOfBirth: day('2000-04-19') } }, ['child.dateOfBirth']],
  ['a meeting ahead', { metOn: day('2026-04-21') }, ['metOn']],
  ['a step ahead', { steps: [{ since: day('2026-04-21') }] }, ['step.since']],
  ['a review today', { nextReviewOn: today }, ['nextReviewOn']],
  ['a review after two years', { nextReviewOn: day('2028-04-20') }, ['nextReviewOn']],
])('a plan that begins with %s', (_what, over, fields) => {
  const begun = { ...plan, nextReviewOn: next, ...over };
  expect(faultsInPlan(begun, today).map(({ field }) => field)).toEqual(fields);
});

test.each<[string, Pick<Review, 'on' | 'outcomes'>, string[]]>([
  ['in order', first, []],
  ['a day ahead', { ...first, on: day('2026-04-21') }, ['on']],
  ['a day before the meeting', { ...first, on: day('2026-03-01') }, ['on']],
  ['a step not spoken of', { ...first, outcomes: { 1: 'helped' } }, ['outcomes.2']],
  ['a step that is not there', { ...first, outcomes: { ...first.outcomes, 3: 'helped' } }, ['outcomes.3']],
])('a review with %s', (_what, said, fields) => {
  expect(faultsInReview(plan, said, next, today).map(({ field }) => field)).toEqual(fields);
});

test('a serious risk is no matter for a plan', () => {
  expect(PlanCircumstances.parse(['exclusion-risk', 'exclusion-risk'])).toEqual(['exclusion-risk']);
  const refused = PlanCircumstances.safeParse(['serious-risk']);
  expect(refused.error?.issues[0]?.message).toContain('refer now');
});

test('what was tried is told in words, with what came of it', () => {
  const once = after(review(plan, { ...first, note: 'Mornings are calmer.' }, next));
  expect(triedWords(once)).toBe(
    [
      'Plan of needs since 3 March 2026, reviewed once.',
      'A visual timetable (Class teacher, at school, nursery or college, since 3 March 2026): it helps.',
      'A walk before school (Father, at home, since 10 March 2026): it does not help.',
      'At the review on 14 April 2026: Mornings are calmer.',
    ].join('\n'),
  );
  expect(reviewWords(once, { ...first, note: 'Mornings are calmer.' })).toBe(
    'Reviewed. It helps: A visual timetable. It does not help: A walk before school. “Mornings are calmer.”',
  );
});

test('whatever was tried, a referral can hold its words', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    .filter((what) => !/\p{C}/u.test(what));
  const steps = fc.array(
    text.map((what) => ({ ...walk, what })),
    { maxLength: mostSteps },
  );
  fc.assert(
    fc.property(steps, (tried) => {
      const words = triedWords({ ...plan, steps: tried });
      expect(Tried.safeParse(words).success).toBe(true);
      expect(words.isWellFormed()).toBe(true);
    }),
  );
});

test('every need has words', () => {
  for (const { code } of needDomains.entries)
    expect(needWords({ domain: code, home: 1, school: 2, community: 3 })).toBe(
      'at home a little, at school a lot, out and about most of the time',
    );
  expect(needWords(undefined)).toBe('not at all');
});

test('a plan is named by its own kind of id', () => {
  expect(PlanId.safeParse('ref_00000000000000000000000000').success).toBe(false);
});

test.each([
  ['the same', {}, true],
  ['accents and case', { givenName: 'BRÀMBLE' }, true],
  ['a slip in the given name', { givenName: 'Brambel' }, true],
  ['another family name', { familyName: 'Demo-Other' }, true],
  ['a twin', { givenName: 'Heather' }, false],
  ['another one name alone', { givenName: '', familyName: 'Heather' }, false],
  ['no given name but the same family name', { givenName: '' }, false],
  ['another date of birth', { dateOfBirth: day('2016-05-05') }, false],
])('a plan and a referral with %s are of one child: %p', (_what, over, same) => {
  expect(sameChild(plan.child, { ...plan.child, ...over })).toBe(same);
  expect(sameChild({ ...plan.child, ...over }, plan.child)).toBe(same);
});

test('where both know the NHS number, it alone decides', () => {
  const [one, other] = [1, 2].map((number) => ({ ...plan.child, nhsNumber: nthTestNhsNumber(number) }));
  if (!one || !other) throw new Error('There are no numbers');
  expect(sameChild(one, other)).toBe(false);
  expect(sameChild(one, { ...one, givenName: 'Heather', dateOfBirth: day('2010-01-01') })).toBe(true);
});

test('one name alone is the same child in whichever box it was written, and no other child who has one alone', () => {
  const alone = { ...plan.child, givenName: 'Heather', familyName: '' };
  const inOtherBox = { ...alone, givenName: '', familyName: 'HEATHER' };
  expect(sameChild(alone, inOtherBox)).toBe(true);
  expect(sameChild({ ...inOtherBox, familyName: 'Bramble' }, inOtherBox)).toBe(false);
});
