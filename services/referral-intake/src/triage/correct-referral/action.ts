import {
  CalendarDate,
  ClinicalPriority,
  clinicalPriority,
  correctionReason,
  CorrectionReason,
  entriesOn,
  PrimaryReason,
  primaryReason,
  ServiceAskedFor,
  services,
  SourceOfReferral,
  sourceOfReferral,
  TimeOfDay,
  dayInWords,
  type CodeList,
} from '@waymark/care-types';
import type { CorrectedField } from '@waymark/events';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { planAfterCorrection, type PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { providerOf, correctedWords } from '../../referral/index.ts';
import { stepForm } from '../step/form.ts';
import { noteField, type StepField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { correct } from './decide.ts';

const listed: readonly [Exclude<CorrectedField, 'receivedTime'>, CodeList][] = [
  ['service', services],
  ['source', sourceOfReferral],
  ['priority', clinicalPriority],
  ['primaryReason', primaryReason],
];

export const correctForm = stepForm({
  name: 'correct',
  submit: 'Correct referral',
  follows: () =>
    'Change only what is wrong. What it said before stays in the history. A corrected received date moves every clock that runs from it. Correct the child’s name or date of birth on the child’s own page.',
  fields: ({ referral, today }) => [
    { kind: 'date', name: 'receivedOn', label: correctedWords.receivedOn, value: referral.receivedOn },
    {
      kind: 'text',
      name: 'receivedTime',
      label: correctedWords.receivedTime,
      hint: 'For urgent and crisis referrals, whose limits are in hours: like 22:15. In the hour that comes twice in October add BST or GMT.',
      width: 10,
      optional: true,
      ...(referral.receivedTime && { value: referral.receivedTime }),
    },
    ...listed.map(([name, list]): StepField => ({
      kind: 'select',
      name,
      label: correctedWords[name],
      value: referral[name],
      items: choices(entriesOn(list, today, referral[name])),
    })),
    { kind: 'radio', name: 'reason', label: 'Why it was wrong', items: choices(correctionReason.entries) },
    noteField('How it is known', { optional: true }),
  ],
});

type WithRules = { parts: { planRules: readonly PlanRule[] } };

export const correctReferral = triageStep({
  name: 'correct',
  summary: 'Replace what was recorded wrongly; what it was stays in the history',
  body: z.strictObject({
    receivedOn: CalendarDate.optional(),
    receivedTime: TimeOfDay.optional(),
    service: ServiceAskedFor.optional(),
    source: SourceOfReferral.optional(),
    priority: ClinicalPriority.optional(),
    primaryReason: PrimaryReason.optional(),
    reason: CorrectionReason,
    note: note('The note').optional(),
  }),
  decide: (record, { reason, note: sealed, ...right }, command, { parts }: WithRules) => {
    const decision = correct(record, { right, reason, note: sealed }, command, providerOf);
    if (decision.kind !== 'decided') return decision;
    const { referral, plan: said } = decision.state;
    const plan = planAfterCorrection(said, referral, parts.planRules, command.at.date);
    return { ...decision, state: { ...decision.state, ...(plan && { plan }) } };
  },
  refusals: {
    'nothing-to-correct': () => 'Nothing differs from what is recorded. Change what is wrong.',
    'received-in-the-future': () => 'The received date must not be in the future.',
    'no-such-time': ({ says }) => `${String(says)}.`,
    'received-before-birth': () => 'The received date must not be before the date of birth.',
    'too-old': () => 'The child or young person must be at most 25 years old when the referral is received.',
    'received-after-what-happened': ({ first }) =>
      `The received date must not be after ${dayInWords(String(first))}, when something happened to the referral.`,
    'code-not-in-use': () =>
      'One of the codes was not in use on the received date. Choose others, or correct the date.',
    'reason-said-twice': () => 'That reason is recorded as a further reason already.',
  },
  says: () => 'Referral corrected.',
  form: correctForm,
});
