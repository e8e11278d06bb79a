import {
  addDays,
  calendarDate,
  OdsCode,
  services,
  londonDateOf,
  type ServiceAskedFor,
} from '@waymark/care-types';
import fc from 'fast-check';
import { readPlanRules } from '../adapters/read-plan-rules.ts';
import { PlanId } from './needs-plan-id.ts';
import { planAskedOf, planOf, planRuleFor, PlanRules, StatedPlan, wrongPromise } from './plan-required.ts';

const rules = readPlanRules();
const tewv = OdsCode.parse('RX3');
const wanted = (over: {
  service?: ServiceAskedFor;
  born?: string;
  received?: string;
  provider?: string;
}) => ({
  service: over.service ?? ('autism-assessment' as const),
  provider: OdsCode.parse(over.provider ?? tewv),
  dateOfBirth: calendarDate(over.born ?? '2016-05-04'),
  receivedOn: calendarDate(over.received ?? '2026-03-02'),
});
const today = calendarDate('2026-03-02');
const planId = PlanId.parse(`pla_${'0'.repeat(26)}`);

test.each<[what: string, over: Parameters<typeof wanted>[0], required: boolean]>([
  ['autism at nine', {}, true],
  ['ADHD', { service: 'adhd-assessment' }, true],
  ['both', { service: 'autism-and-adhd-assessment' }, true],
  ['community CAMHS', { service: 'camhs-community' }, false],
  ['crisis', { service: 'camhs-crisis' }, false],
  ['eating disorder', { service: 'eating-disorder' }, false],
  ['paediatrics', { service: 'community-paediatrics', provider: 'RXP' }, false],
  ['another provider', { provider: 'RXP' }, false],
  ['the day before it began', { received: '2025-11-02' }, false],
  ['the day on which it began', { received: '2025-11-03' }, true],
  ['the day before the fifth birthday', { born: '2021-03-03' }, false],
  ['the fifth birthday', { born: '2021-03-02' }, true],
  ['four years and a day', { born: '2022-03-01' }, false],
  ['the seventeenth birthday', { born: '2009-03-02' }, true],
  ['the day before the eighteenth birthday', { born: '2008-03-03' }, true],
  ['the eighteenth birthday', { born: '2008-03-02' }, false],
  [
    'born on 29 February, on 28 February five years on',
    { born: '2024-02-29', received: '2029-02-28' },
    false,
  ],
  ['born on 29 February, on 1 March five years on', { born: '2024-02-29', received: '2029-03-01' }, true],
])('a plan for %s: %p is %p', (_what, over, required) => {
  expect(planRuleFor(wanted(over), rules) !== undefined).toBe(required);
});

test.each([
  ['2025-11-02T23:59:59Z', false],
  ['2025-11-03T00:00:00Z', true],
])('a referral that is received now, at %s, is asked for a plan: %p', (instant, required) => {
  const received = londonDateOf(instant);
  expect(planRuleFor(wanted({ received }), rules) !== undefined).toBe(required);
});

test('in summer the day is that of London, an hour before midnight in UTC', () => {
  const [rule] = rules;
  if (!rule) throw new Error('There is no rule');
  const july = [{ ...rule, receivedFrom: calendarDate('2026-07-01') }];
  const received = londonDateOf('2026-06-30T23:30:00Z');
  expect(planRuleFor(wanted({ received }), july)).toBeDefined();
});

test('a rule that has ended asks for nothing afterwards', () => {
  const [rule] = rules;
  if (!rule) throw new Error('There is no rule');
  const ended = [{ ...rule, receivedUntil: calendarDate('2026-03-01') }];
  expect(planRuleFor(wanted({ received: '2026-03-01' }), ended)).toBeDefined();
  expect(planRuleFor(wanted({ received: '2026-03-02' }), ended)).toBeUndefined();
});

test('every rule says why, from where, and under an id of its own', () => {
  for (const { because, source } of rules) expect([because, source]).not.toContain('');
  const file = { source: 'x', rules: [rules[0], rules[0]] };
  expect(PlanRules.safeParse(file).success).toBe(false);
});

test.each([
  [
    'no plan, nothing said',
    undefined,
    { state: 'asked-for', because: 'durham-neurodevelopmental', by: '2026-03-30' },
  ],
  ['why, and no day', { missing: { why: 'cannot-wait' } }, { by: '2026-03-30', why: 'cannot-wait' }],
  [
    'why, and a day',
    { missing: { why: 'being-written', expectedOn: '2026-03-09' } },
    { by: '2026-03-09', why: 'being-written' },
  ],
  ['a plan', { planId }, { state: 'given', planId, on: '2026-03-02' }],
])('%s', (_what, said, expected) => {
  const stated = said && StatedPlan.parse(said);
  expect(planOf(wanted({}), stated, rules, today)).toMatchObject(expected);
});

test('where none is needed nothing is asked, and a plan that is named is kept', () => {
  const camhs = wanted({ service: 'camhs-community' });
  expect(planOf(camhs, undefined, rules, today)).toBeUndefined();
  expect(planOf(camhs, StatedPlan.parse({ missing: { why: 'cannot-wait' } }), rules, today)).toBeUndefined();
  expect(planOf(camhs, StatedPlan.parse({ planId }), rules, today)).toMatchObject({ state: 'given' });
});

test('what is asked is said with the reason until it is there, and no more where the service was corrected', () => {
  const plan = planOf(wanted({}), StatedPlan.parse({ missing: { why: 'no-professional' } }), rules, today);
  const asked = planAskedOf(plan, wanted({}), rules, today);
  expect(asked).toMatchObject({
    by: '2026-03-30',
    why: 'Nobody who knows the child could take part yet',
    late: false,
  });
  expect(asked?.because).toContain('3 November 2025');
  expect(planAskedOf(plan, wanted({}), rules, calendarDate('2026-03-31'))?.late).toBe(true);
  expect(planAskedOf(plan, wanted({ service: 'camhs-community' }), rules, today)).toBeUndefined();
});

test.each([
  ['2026-03-02', true],
  ['2026-03-03', false],
  ['2026-08-31', false],
  ['2026-09-01', true],
])('a plan that is promised for %s is refused: %p', (day, refused) => {
  const stated = StatedPlan.parse({ missing: { why: 'being-written', expectedOn: day } });
  expect(wrongPromise(stated, today) !== undefined).toBe(refused);
});

test.each([
  ['neither', {}],
  ['both', { planId, missing: { why: 'cannot-wait' } }],
  ['no reason', { missing: {} }],
  ['no such reason', { missing: { why: 'because' } }],
])('a plan that is stated as %s is refused with words', (_what, said) => {
  expect(StatedPlan.safeParse(said).error?.issues[0]?.message).toMatch(/^(Choose a plan|Say why)/);
});

test('whatever is received, what is asked lies ahead, and the same facts give the same answer', () => {
  const facts = fc.record({
    service: fc.constantFrom(...services.entries.map(({ code }) => code)),
    born: fc.integer({ min: 0, max: 365 * 26 }).map((days) => addDays(today, -days)),
    received: fc.integer({ min: 0, max: 800 }).map((days) => addDays(today, -days)),
  });
  fc.assert(
    fc.property(facts, (over) => {
      const plan = planOf(wanted(over), undefined, rules, today);
      expect(plan).toEqual(planOf(wanted(over), undefined, rules, today));
      if (plan?.state === 'asked-for') expect(plan.by > today).toBe(true);
      expect(plan !== undefined).toBe(planRuleFor(wanted(over), rules) !== undefined);
    }),
  );
});
