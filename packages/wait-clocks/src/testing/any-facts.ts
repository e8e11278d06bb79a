import {
  addDays,
  calendarDate,
  londonMoment,
  OdsCode,
  type CalendarDate,
  type Moment,
} from '@waymark/care-types';
import fc from 'fast-check';
import { Fact } from '../fact.ts';

/** The first day on which anything may happen to a synthetic person. */
export const firstDay = calendarDate('2025-01-06');
const referralIds = ['A', 'B', 'C'] as const;

const day = fc.integer({ min: 0, max: 200 }).map((days) => addDays(firstDay, days));
const time = fc.option(fc.tuple(fc.integer({ min: 3, max: 23 }), fc.integer({ min: 0, max: 59 })), {
  nil: undefined,
});

function momentOf(on: CalendarDate, at: [number, number] | undefined): { at?: Moment } {
  if (at === undefined) return {};
  const [hour, minute] = at.map((part) => String(part).padStart(2, '0'));
  return { at: londonMoment(on, `${hour}:${minute}`) as Moment };
}

const treatmentCodes = ['51484002', '718023002', '11429006'];
const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('contact'),
      attendance: fc.constantFrom('2', '3', '3', '4', '5', '5', '6', '7', '0'),
      mechanism: fc.constantFrom('01', '02', '05', '11'),
      indirect: fc.constantFrom(false, false, true),
      codes: fc.subarray(treatmentCodes),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ communicated: fc.boolean(), team: fc.constantFrom('A14', 'C04') })
      .map((about) => ({ type: 'contact', attendance: '3', mechanism: '01', ...about })),
  },
  fc.record({ type: fc.constant('outcome-measure'), tool: fc.constantFrom('SDQ', 'Current View') }),
  fc.constantFrom(
    { type: 'care-plan-agreed' },
    { type: 'care-plan-agreed', createdOn: addDays(firstDay, 40) },
    { type: 'intervention', kind: 'psychological' },
    { type: 'intervention', kind: 'assessment' },
    { type: 'active-monitoring', by: 'patient' },
    { type: 'active-monitoring', by: 'professional' },
    { type: 'care-coordinator-assigned', team: 'A14' },
    { type: 'planned', until: addDays(firstDay, 90) },
  ),
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        ...[
          'treatment-started',
          'decision-to-treat',
          'decision-not-to-treat',
          'treatment-declined',
          'rebooked',
        ],
        ...['discharged', 'rejected', 'referral-closed', 'died', 'transferred', 'redirected', 'accepted'],
        ...['self-referral-ratified', 'record-flowed', 'referral-closed', 'transferred'],
        ...['appointment-offered', 'appointment-booked', 'offer-declined', 'active-monitoring-ended'],
        ...[
          'admitted',
          'discharged-from-ward',
          'diagnosis-recorded',
          'ehc-advice-requested',
          'ehc-advice-sent',
        ],
      )
      .map((type) => ({ type })),
  },
);

const received = fc.record(
  {
    type: fc.constant('referral-received' as const),
    provider: fc.constantFrom(OdsCode.parse('RX3'), OdsCode.parse('RXP')),
    dateOfBirth: fc.constantFrom(
      ...['2014-02-01', '2007-03-15', '2008-02-29', '2004-06-01'].map((date) => calendarDate(date)),
    ),
    priority: fc.constantFrom('1', '2', '3', '3', '4'),
    team: fc.constantFrom('C04', 'A18', 'A02', 'A14', 'A06', 'C05'),
    primaryReason: fc.constantFrom('05', '25', '24', '12', '01'),
    source: fc.constantFrom('H1', 'A1', 'B1', 'I2'),
    firstReceivedOn: fc.constantFrom(firstDay, addDays(firstDay, 30)),
    service: fc.subarray(['consultant-led', 'community-paediatrics', 'interface']),
    continues: fc.constantFrom(...referralIds),
  },
  { requiredKeys: ['type', 'provider'] },
);

const placed = <Of extends object>(what: fc.Arbitrary<Of>) =>
  fc
    .tuple(what, fc.constantFrom(...referralIds), day, time)
    .map(([fact, referralId, on, at]) => ({ ...fact, referralId, on, ...momentOf(on, at) }));

/** Something that may befall a synthetic person's referral, without an id. */
export const anyHappening = placed(happening);

/** The facts of one synthetic person: some referrals, and whatever may befall them, by ids in order. */
export const anyFacts: fc.Arbitrary<Fact[]> = fc
  .tuple(
    fc.array(placed(received), { minLength: 1, maxLength: 3 }),
    fc.array(anyHappening, { maxLength: 14 }),
  )
  .map(([referrals, others]) =>
    [...referrals, ...others].map((fact, place) => factOf(fact, `f${String(place).padStart(2, '0')}`)),
  );

/** A day on which one may look. */
export const anyDay = fc.integer({ min: 0, max: 420 }).map((days) => addDays(firstDay, days));

/** A fact under an id. Throws where it is none. */
export function factOf(fact: object, factId: string): Fact {
  return Fact.parse({ ...fact, factId });
}

/** Whether it is an appointment with one of these outcomes. */
export function isAppointment(fact: Fact, attendances: readonly string[]): boolean {
  return fact.type === 'contact' && fact.indirect !== true && attendances.includes(fact.attendance);
}
