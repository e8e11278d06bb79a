import {
  calendarDate,
  CalendarDate,
  ConsultationMechanism,
  ClinicalPriority,
  OdsCode,
  plainDate,
  PrimaryReason,
  RejectionReason,
  ClosureReason,
  SourceOfReferral,
  TeamType,
} from '@waymark/care-types';
import { z } from 'zod';
import { interventionKinds, serviceFlags, SnomedCode } from '../fact.ts';
import type { FactType } from '../fact.ts';
import { OutcomeTool } from '../outcome-tools.ts';
import { kind, type Kind } from './read-fact.ts';

const yesOrNo = z.enum(['yes', 'no'], { error: 'Write yes or no' }).transform((answer) => answer === 'yes');
const age = z
  .string()
  .regex(/^\d{1,2}$/, 'Write an age in whole years, like 12')
  .transform(Number);

const ways = {
  'face to face': '01',
  telephone: '02',
  'talk type': '04',
  email: '05',
  'text message': '09',
  video: '11',
  'another way': '98',
} as const;
const way = z.enum(Object.keys(ways) as (keyof typeof ways)[], {
  error: `Write one of: ${Object.keys(ways).join(', ')}`,
});

type Given<Shape extends object> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

/** The keys that have a value. */
function given<Shape extends object>(shape: Shape): Given<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Given<Shape>;
}

const appointment = (attendance: '2' | '3' | '4' | '7') =>
  kind(
    {
      by: way.default('face to face'),
      first: yesOrNo.optional(),
      communicated: yesOrNo.optional(),
      codes: z.array(SnomedCode).optional(),
    },
    (base, about) => ({
      type: 'contact',
      ...base,
      attendance,
      mechanism: ways[about.by],
      ...given({ first: about.first, communicated: about.communicated, codes: about.codes }),
    }),
  );

const simple = (
  type: Extract<
    FactType,
    | 'treatment-started'
    | 'decision-to-treat'
    | 'decision-not-to-treat'
    | 'treatment-declined'
    | 'rebooked'
    | 'self-referral-ratified'
    | 'record-flowed'
    | 'admitted'
    | 'discharged-from-ward'
    | 'discharged'
    | 'died'
    | 'ehc-advice-requested'
    | 'ehc-advice-sent'
  >,
) => kind({}, (base) => ({ type, ...base }));

const forDay = (type: 'appointment-offered' | 'appointment-booked' | 'offer-declined') =>
  kind({ for: CalendarDate.optional() }, (base, about) => ({ type, ...base, ...given({ for: about.for }) }));

const toProvider = (type: 'redirected' | 'transferred') =>
  kind({ to: OdsCode.optional() }, (base, { to }) => ({ type, ...base, ...given({ to }) }));

const withTeam = (type: 'accepted' | 'care-coordinator-assigned') =>
  kind({ team: TeamType.optional() }, (base, { team }) => ({ type, ...base, ...given({ team }) }));

function bornFor(years: number | undefined, on: CalendarDate): CalendarDate | undefined {
  return years === undefined ? undefined : calendarDate(plainDate(on).subtract({ years }).toString());
}

/** Every way in which a fact of a worked example may begin, in the words of the field. */
export const kinds: Readonly<Record<string, Kind>> = {
  'referral received': kind(
    {
      provider: OdsCode.default(OdsCode.parse('RX3')),
      age: age.optional(),
      born: CalendarDate.optional(),
      team: TeamType.optional(),
      priority: ClinicalPriority.optional(),
      reason: PrimaryReason.optional(),
      'other reasons': z.array(PrimaryReason).optional(),
      source: SourceOfReferral.optional(),
      'council area': z
        .string()
        .regex(/^[A-Z][0-9]{8}$/, 'Write a council area code, like E06000047')
        .optional(),
      'hospital stay': yesOrNo.optional(),
      'first received': CalendarDate.optional(),
      continues: z.string().optional(),
      service: z.array(z.enum(serviceFlags)).optional(),
      'new condition': yesOrNo.optional(),
    },
    (base, about) => ({
      type: 'referral-received',
      ...base,
      provider: about.provider,
      ...given({
        dateOfBirth: about.born ?? bornFor(about.age, base.on),
        team: about.team,
        priority: about.priority,
        primaryReason: about.reason,
        otherReasons: about['other reasons'],
        source: about.source,
        laCode: about['council area'],
        inpatient: about['hospital stay'],
        firstReceivedOn: about['first received'],
        continues: about.continues,
        service: about.service,
        newCondition: about['new condition'],
      }),
    }),
  ),
  seen: kind(
    {
      by: way.default('face to face'),
      mechanism: ConsultationMechanism.optional(),
      late: yesOrNo.default(false),
      codes: z.array(SnomedCode).optional(),
      team: TeamType.optional(),
      'outcome known': yesOrNo.optional(),
    },
    (base, about) => ({
      type: 'contact',
      ...base,
      attendance: about.late ? '6' : '5',
      mechanism: about.mechanism ?? ways[about.by],
      ...given({ codes: about.codes, team: about.team, outcomeKnown: about['outcome known'] }),
    }),
  ),
  'was not brought': appointment('3'),
  'cancelled by the family': appointment('2'),
  'cancelled by the service': appointment('4'),
  'arrived too late to be seen': appointment('7'),
  'work without the child': kind({ codes: z.array(SnomedCode).optional() }, (base, { codes }) => ({
    type: 'contact',
    ...base,
    attendance: '5',
    mechanism: '98',
    indirect: true,
    ...given({ codes }),
  })),
  'outcome measure': kind({ tool: OutcomeTool }, (base, { tool }) => ({
    type: 'outcome-measure',
    ...base,
    tool,
  })),
  'care plan agreed': kind({ written: CalendarDate.optional() }, (base, { written }) => ({
    type: 'care-plan-agreed',
    ...base,
    ...given({ createdOn: written }),
  })),
  intervention: kind(
    { kind: z.enum(interventionKinds).optional(), code: SnomedCode.optional() },
    (base, about) => ({ type: 'intervention', ...base, ...given({ kind: about.kind, code: about.code }) }),
  ),
  'treatment started': simple('treatment-started'),
  'active monitoring': kind({ by: z.enum(['patient', 'professional']) }, (base, { by }) => ({
    type: 'active-monitoring',
    ...base,
    by,
  })),
  'decision to treat': simple('decision-to-treat'),
  'decision not to treat': simple('decision-not-to-treat'),
  'treatment declined': simple('treatment-declined'),
  rebooked: simple('rebooked'),
  'active monitoring ended': kind({ by: z.enum(['patient', 'professional']).optional() }, (base, { by }) => ({
    type: 'active-monitoring-ended',
    ...base,
    ...given({ by }),
  })),
  'appointment offered': forDay('appointment-offered'),
  'appointment booked': forDay('appointment-booked'),
  'offer declined': forDay('offer-declined'),
  accepted: withTeam('accepted'),
  'self-referral ratified': simple('self-referral-ratified'),
  'record flowed': simple('record-flowed'),
  redirected: toProvider('redirected'),
  transferred: toProvider('transferred'),
  'care coordinator assigned': withTeam('care-coordinator-assigned'),
  planned: kind({ until: CalendarDate }, (base, { until }) => ({ type: 'planned', ...base, until })),
  'admitted to hospital': simple('admitted'),
  'discharged from hospital': simple('discharged-from-ward'),
  'diagnosis recorded': kind({ code: SnomedCode.optional() }, (base, { code }) => ({
    type: 'diagnosis-recorded',
    ...base,
    ...given({ code }),
  })),
  discharged: simple('discharged'),
  declined: kind({ reason: RejectionReason.optional() }, (base, { reason }) => ({
    type: 'rejected',
    ...base,
    ...given({ reason }),
  })),
  'referral closed': kind({ reason: ClosureReason.optional() }, (base, { reason }) => ({
    type: 'referral-closed',
    ...base,
    ...given({ reason }),
  })),
  died: simple('died'),
  'EHC advice requested': simple('ehc-advice-requested'),
  'EHC advice sent': simple('ehc-advice-sent'),
  'withdrawn in error': kind({ fact: z.string() }, (base, { fact }) => ({
    type: 'withdrawn-in-error',
    ...base,
    withdraws: fact,
  })),
};
