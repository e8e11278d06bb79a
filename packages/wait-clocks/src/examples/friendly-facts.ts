import {
  calendarDate,
  CalendarDate,
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
import { OutcomeTool } from '../fact.ts';
import type { Fact, FactType } from '../fact.ts';

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

type When = { factId: string; on: CalendarDate };
type Base = When & { referralId: string };
type Given<Shape extends object> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

/** The keys that have a value. */
function given<Shape extends object>(shape: Shape): Given<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Given<Shape>;
}

type Kind = { read(row: Readonly<Record<string, unknown>>, when: When): Read<Fact> };

/** One way to begin a fact: the further keys that it may have, and the fact that it means. */
function kind<Shape extends z.ZodRawShape>(
  shape: Shape,
  fact: (base: Base, about: z.output<z.ZodObject<Shape, z.core.$strict>>) => Fact,
): Kind {
  const about = z.strictObject(shape);
  const known = [...Object.keys(shape), 'referral'];
  return {
    read({ referral = 'A', ...row }, when) {
      const read = about.safeParse(row);
      if (!read.success) return { ok: false, faults: faultsIn(read.error, known) };
      if (typeof referral !== 'string')
        return refuse('Name the referral with a letter, like B', ['referral']);
      return { ok: true, value: fact({ ...when, referralId: referral }, read.data) };
    },
  };
}

const appointment = (attendance: '2' | '3' | '4' | '7') =>
  kind(
    { by: way.default('face to face'), first: yesOrNo.optional(), communicated: yesOrNo.optional() },
    (base, about) => ({
      type: 'contact',
      ...base,
      attendance,
      mechanism: ways[about.by],
      ...given({ first: about.first, communicated: about.communicated }),
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
    | 'discharged'
    | 'died'
  >,
) => kind({}, (base) => ({ type, ...base }));

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
      }),
    }),
  ),
  seen: kind({ by: way.default('face to face'), late: yesOrNo.default(false) }, (base, about) => ({
    type: 'contact',
    ...base,
    attendance: about.late ? '6' : '5',
    mechanism: ways[about.by],
  })),
  'was not brought': appointment('3'),
  'cancelled by the family': appointment('2'),
  'cancelled by the service': appointment('4'),
  'arrived too late to be seen': appointment('7'),
  'work without the child': kind({}, (base) => ({
    type: 'contact',
    ...base,
    attendance: '5',
    mechanism: '98',
    indirect: true,
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
    { kind: z.enum(['psychological', 'psychosocial', 'medication', 'autism-assessment', 'adhd-assessment']) },
    (base, about) => ({ type: 'intervention', ...base, kind: about.kind }),
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
  discharged: simple('discharged'),
  'not taken on': kind({ reason: RejectionReason.optional() }, (base, { reason }) => ({
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
};

/** What is wrong with something that was written, and where in it. */
export type Fault = { path: readonly PropertyKey[]; message: string };
export type Read<Value> = { ok: true; value: Value } | { ok: false; faults: readonly Fault[] };

const refuse = (message: string, path: readonly PropertyKey[] = []): Read<never> => ({
  ok: false,
  faults: [{ path, message }],
});

/** The faults that a schema found, with the keys that it does know beside one that it does not. */
export function faultsIn(error: z.ZodError, known: readonly string[] = []): readonly Fault[] {
  return error.issues.flatMap(({ path, ...issue }): Fault[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...path, key],
          message:
            known.length === 0
              ? 'This is not known here'
              : `This is not known here. Allowed: ${known.join(', ')}`,
        }))
      : [{ path, message: issue.message }],
  );
}

/** Reads a fact as a clinician writes it: one key says what happened and carries the date, the others say more. */
export function readFact(row: Readonly<Record<string, unknown>>, factId: string): Read<Fact> {
  const [what, ...more] = Object.keys(row).filter((key) => Object.hasOwn(kinds, key));
  const found = what === undefined ? undefined : kinds[what];
  if (what === undefined || found === undefined) {
    return refuse(`A fact says what happened with one of: ${Object.keys(kinds).join(', ')}`);
  }
  if (more.length > 0)
    return refuse(`One fact says one thing; this has "${what}" and "${more.join('", "')}"`);
  const on = CalendarDate.safeParse(row[what]);
  if (!on.success) return refuse(`"${what}" needs the date on which it happened, like 2025-03-31`, [what]);
  return found.read(Object.fromEntries(Object.entries(row).filter(([key]) => key !== what)), {
    factId,
    on: on.data,
  });
}
