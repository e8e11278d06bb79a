import { addDays, addMonths, calendarDate, closureReason, type CalendarDate } from '@waymark/care-types';
import { Fact } from '@waymark/wait-clocks';
import { findingsOf } from '../../pathway/domain/findings.ts';
import { nextStep } from '../domain/next-step.ts';
import { freshNotices } from '../../pathway/domain/notices.ts';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { foundWaitingOn } from '../../pathway/domain/validation.ts';
import { decided, pathway, refusalOf, today } from '../../testing/pathway.ts';
import { applyDateChanges } from '../../lifecycle/apply-date-changes/decide.ts';
import { validate, type Answer } from './decide.ts';

const made = (date: CalendarDate = today) => ({
  by: { id: 'clinician-7f3a', roles: ['clinician'] },
  at: { instant: `${date}T10:00:00Z`, date },
  key: 'a-key',
});
const yes: Answer = { answer: 'still-waiting' };
const ask: Answer = { answer: 'ask-family' };
const no = (code = '07') => ({ answer: 'not-waiting', reason: code }) as Answer;
const validated = (from: Pathway, answer: Answer, on?: CalendarDate) =>
  decided(validate(from, answer, made(on)));

test.each([
  ['yes', yes],
  ['ask', ask],
])('%s changes no clock, and is published', (_, answer) => {
  const before = pathway();
  const { state, events } = validated(before, answer);
  expect(events).toEqual(['pathway.validated.v1']);
  expect([state.clocks, state.facts, state.list]).toEqual([before.clocks, before.facts, 'waiting']);
  expect(state.validation).toEqual({ answer: answer.answer, on: today });
  expect(state.validations).toEqual([
    { answer: answer.answer, on: today, by: 'clinician-7f3a', role: 'clinician' },
  ]);
});

test.each(closureReason.entries.map(({ code }) => code).filter((code) => code !== '06'))(
  'no, for the reason %s, closes the wait in the same write, as its own page would',
  (code) => {
    const { state, events } = validated(pathway(), no(code));
    expect(events).toEqual([
      'pathway.validated.v1',
      'pathway.fact-recorded.v1',
      'pathway.clock-changed.v1',
      'pathway.closed.v1',
    ]);
    expect(state).toMatchObject({ list: 'closed', closedOn: today, closure: code });
    expect(state.recordings).toHaveLength(1);
    expect(state.clocks.filter(({ regime }) => regime === 'local-18-weeks')).toMatchObject([
      { state: code === '08' ? 'ended' : 'stopped', stop: today },
    ]);
  },
);

test('a closed wait has no answer, and a child at serious risk does not leave in passing', () => {
  const closed = validated(pathway(), no()).state;
  for (const answer of [yes, ask, no()])
    expect(refusalOf(validate(closed, answer, made()))).toBe('already-ended');
  const atRisk = pathway({ circumstances: [{ id: 'serious-risk', source: 'referrer' }] });
  expect(refusalOf(validate(atRisk, no(), made()))).toBe('risk-open');
  expect(validated(atRisk, yes).state.riskOpen).toBe(true);
});

test('who is to be asked stands so as the next step, until somebody answers or has seen the child', () => {
  const asked = validated(pathway({ circumstances: [] }), ask).state;
  expect(nextStep(asked)).toBe('ask-family');
  expect(nextStep(validated(asked, yes).state)).not.toBe('ask-family');
  const contact = (on: CalendarDate, attendance: string) =>
    Fact.parse({
      ...{ type: 'contact', factId: `c${on}`, referralId: asked.referralId },
      ...{ on, attendance, mechanism: '01' },
    });
  const after = (fact: Fact) =>
    nextStep({ ...asked, facts: [...asked.facts, fact as Pathway['facts'][number]] });
  expect(after(contact(today, '5'))).not.toBe('ask-family');
  expect(after(contact(addDays(today, -1), '5'))).toBe('ask-family');
  expect(after(contact(today, '3'))).toBe('ask-family');
});

test('silence is a finding after six months, and no more for six months after somebody has looked', () => {
  const start = pathway({ circumstances: [], receivedOn: '2026-01-10', dateOfBirth: '2014-02-01' });
  const odd = (from: Pathway, on: CalendarDate) => findingsOf(from, on).map(({ id }) => id);
  expect(odd(start, today)).toEqual(['no-activity']);
  const kept = decided(applyDateChanges(start, today)).state;
  const looked = validated(kept, yes).state;
  const until = addMonths(today, 6);
  expect(odd(looked, today)).toEqual([]);
  expect(odd(looked, until)).toEqual([]);
  expect(odd(looked, addDays(until, 1))).toEqual(['no-activity']);
  expect(looked.oddities).toEqual([]);

  // It is published again, because it is another silence.
  const findings = (on: CalendarDate) => freshNotices(looked, on).filter(({ kind }) => kind === 'finding');
  expect(findings(until)).toEqual([]);
  expect(findings(addDays(until, 1))).toHaveLength(1);
  const day = addDays(until, 1);
  const untilThen = decided(applyDateChanges(looked, until)).state;
  expect(untilThen.recheckOn).toBe(day);
});

test('a later answer leaves the day on which the child was last found waiting', () => {
  const first = validated(pathway(), yes, calendarDate('2026-11-21')).state;
  const second = validated(first, ask, calendarDate('2026-12-21')).state;
  expect(foundWaitingOn(second)).toBe('2026-11-21');
  expect(foundWaitingOn(pathway())).toBeUndefined();
  expect(second.validation).toEqual({ answer: 'ask-family', on: '2026-12-21' });
});
