import { todayInLondon } from '@waymark/care-types';
import { view, type View } from '@waymark/http';
import { possible, steps, type StepName } from '../../referral/domain/triage.ts';
import { shownReferral, type ShownReferral, type ViewParts } from '../../referral/index.ts';
import { stepParams } from './step.ts';
import { stepTitles, whyNot } from '../../referral/domain/step-words.ts';
import type { StepField } from '../../shared/form-fields.ts';

type StepForm<Needs> = {
  name: StepName;

  /** What will then be so, before it is confirmed. */
  follows(shown: ShownReferral): string;
  submit: string;
  fields(shown: ShownReferral, parts: ViewParts & Needs): StepField[];
  /** Where a person may be asked whether they are sure: the field that says so, and the field of which they are. */
  sure?: { name: string; of: string; title: string; change: string };
};

/** The page on which one step is confirmed: what it is about, what will then be so, what is asked. */
export function stepForm<Needs = unknown>({
  name,
  follows,
  submit,
  fields,
  sure,
}: StepForm<Needs>): View<ViewParts & Needs> {
  const { command, permission } = steps[name];
  return view({
    id: `${command}-form`,
    summary: `${stepTitles[name]}: the form`,
    path: `/:referralId/${name}`,
    permission,
    params: stepParams,
    load: async ({ params: { referralId }, clock, reach }, parts: ViewParts & Needs) => {
      const shown = await shownReferral(referralId, { today: todayInLondon(clock), reach }, parts);
      if (!shown) return undefined;
      const { triageStatus } = shown;
      return {
        ...shown,
        step: name,
        title: stepTitles[name],
        submit,
        sure,
        follows: follows(shown),
        fields: fields(shown, parts),
        whyNot: possible(name, triageStatus) ? undefined : whyNot(name, triageStatus),
      };
    },
    relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
    page: { template: 'triage/step/page.njk' },
    version: ({ version }) => version,
    audits: ({ personId }) => ({ subjects: [personId], purpose: 'triage a referral' }),
  });
}
