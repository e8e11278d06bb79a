import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { withdraw } from './decide.ts';

export const withdrawForm = stepForm({
  name: 'withdraw',
  submit: 'Withdraw referral',
  follows: () =>
    'The wait ends today, because the family or the referrer asks for it. The referral can be reopened, and the child can be referred again.',
  fields: () => [noteField('Who no longer asks for it, and why', { name: 'because' })],
});

const Because = note('Who asked for it, and why,');

export const withdrawReferral = triageStep({
  name: 'withdraw',
  summary: 'The family or the referrer no longer asks for it',
  body: z.strictObject({ because: Because }).transform(({ because }) => ({ note: because })),
  decide: (record, { note: because }, command) => withdraw(record, because, command),
  says: () => 'Referral withdrawn. The wait has ended.',
  settles: true,
  form: withdrawForm,
});
