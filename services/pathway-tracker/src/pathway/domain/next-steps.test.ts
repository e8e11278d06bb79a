import { regimes } from '@waymark/wait-clocks';
import fc from 'fast-check';
import { pathway, today } from '../../testing/pathway.ts';
import { kinds } from '../record-fact/kinds.ts';
import { recalculated } from './clocks.ts';
import {
  careStageOf,
  kindThatMeets,
  mostSteps,
  nextSteps,
  otherSteps,
  type CareStage,
} from './next-steps.ts';
import type { Pathway, PathwayFact } from './pathway.ts';

type Said = { type: PathwayFact['type']; on: string; [more: string]: unknown };

const seen = { type: 'contact', on: '2026-11-06', attendance: '5', mechanism: '01' } as const;
const measured = { type: 'outcome-measure', on: '2026-11-06', tool: 'RCADS' } as const;
const planned = { type: 'care-plan-agreed', on: '2026-11-09' } as const;
const treated = { type: 'treatment-started', on: '2026-11-10' } as const;
const monitored = { type: 'active-monitoring', on: '2026-11-12', by: 'professional' } as const;
const ended = { type: 'active-monitoring-ended', on: '2026-11-16' } as const;
const discharged = { type: 'discharged', on: '2026-11-18' } as const;

const help = { service: 'camhs-community', primaryReason: '05', priority: '3', otherReasons: [] } as const;

function wait(facts: readonly Said[], change: Parameters<typeof pathway>[0] = {}): Pathway {
  const accepted = { status: 'accepted', acceptedOn: '2026-11-02', circumstances: [] } as const;
  const before = pathway({ ...help, ...accepted, ...change });
  const more = facts.map((fact, at) => ({ factId: `rec.${at}`, referralId: before.referralId, ...fact }));
  return recalculated({ ...before, facts: [...before.facts, ...(more as unknown as PathwayFact[])] }, today);
}

const risk = [{ id: 'serious-risk', source: 'referrer' }] as const;
const flagged = [{ id: 'looked-after', source: 'referrer' }] as const;

test.each<[what: string, Pathway, CareStage, string[]]>([
  [
    'received, not accepted',
    wait([], { status: 'received', acceptedOn: null }),
    'not-accepted',
    ['decide-referral', 'contact', 'appointment', 'decide-priority'],
  ],
  ['accepted, not seen', wait([]), 'not-seen', ['contact', 'appointment', 'decide-priority', 'closure']],
  [
    'not seen, with a review that waits',
    wait([], { circumstances: [...flagged] }),
    'not-seen',
    ['contact', 'appointment', 'decide-priority', 'closure'],
  ],
  [
    'seen: what the nearest clock needs first',
    wait([seen]),
    'seen',
    ['outcome-measure', 'care-plan', 'treatment', 'contact'],
  ],
  [
    'seen and measured',
    wait([seen, measured]),
    'seen',
    ['care-plan', 'treatment', 'contact', 'outcome-measure'],
  ],
  [
    'seen, measured and planned',
    wait([seen, measured, planned]),
    'seen',
    ['treatment', 'contact', 'outcome-measure', 'care-plan'],
  ],
  [
    'treated, with a measure that is still needed',
    wait([seen, treated]),
    'treated',
    ['outcome-measure', 'care-plan', 'contact', 'discharge'],
  ],
  [
    'treated, nothing needed',
    wait([seen, measured, planned, treated]),
    'treated',
    ['contact', 'outcome-measure', 'care-plan', 'discharge'],
  ],
  [
    'actively monitored',
    wait([seen, measured, planned, monitored]),
    'monitoring',
    ['contact', 'monitoring-ended', 'decision-to-treat', 'discharge'],
  ],
  [
    'monitoring that ended',
    wait([seen, measured, planned, monitored, ended]),
    'seen',
    ['contact', 'outcome-measure', 'care-plan', 'treatment'],
  ],
  ['closed: nothing but corrections', wait([seen, discharged]), 'closed', []],
  [
    'a same-day risk before all',
    wait([], { circumstances: [...risk] }),
    'not-seen',
    ['take-up-risk', 'contact', 'appointment', 'decide-priority'],
  ],
  [
    'seen, with a review that waits',
    wait([seen, measured], { circumstances: [...flagged] }),
    'seen',
    ['care-plan', 'treatment', 'decide-priority', 'contact'],
  ],
  [
    'a same-day risk that nobody took up before the end',
    wait([discharged], { circumstances: [...risk] }),
    'closed',
    ['take-up-risk'],
  ],
])('%s', (_what, of, stage, steps) => {
  expect(careStageOf(of)).toBe(stage);
  expect(nextSteps(of, today)).toEqual(steps);
});

test('whatever was recorded, there are four steps at most, each once, and each can be taken', () => {
  const known = new Set<string>([...otherSteps, ...kinds.map(({ id }) => id)]);
  const facts = fc.subarray<Said>([seen, measured, planned, treated, monitored, ended, discharged]);
  fc.assert(
    fc.property(facts, fc.constantFrom([], [...flagged], [...risk]), (some, circumstances) => {
      const steps = nextSteps(wait(some, { circumstances }), today);
      expect(steps.length).toBeLessThanOrEqual(mostSteps);
      expect(new Set(steps).size).toBe(steps.length);
      expect(steps.filter((step) => !known.has(step))).toEqual([]);
    }),
  );
});

test('each need of each rule has a kind of fact that meets it, but the end of the referral, which is nobody’s aim', () => {
  const codes = Object.values(regimes).flatMap(({ needs }) => needs.map(({ needed }) => needed.code));
  expect([...new Set(codes)].filter((code) => !(code in kindThatMeets))).toEqual(['end-of-the-referral']);
  const known = kinds.map(({ id }) => id);
  expect(Object.values(kindThatMeets).filter((id) => !known.includes(id))).toEqual([]);
});
