import { todayInLondon, dayInWords } from '@waymark/care-types';
import { view } from '@waymark/http';
import type { DuplicatePair } from '../domain/duplicate-pair.ts';
import type { StepField } from '../../shared/form-fields.ts';
import { pairParams, shownPair, type PairParts, type ShownPair } from '../view-duplicates/pair.ts';

export type DecisionName = 'same-child' | 'same-referral' | 'not-the-same' | 'undo';

type DecisionForm = {
  name: DecisionName;
  title: string;
  submit: string;
  /** What will then be so, before it is confirmed. */
  follows: string;
  fields(shown: ShownPair): StepField[];
};

/** Where a pair must stand for a decision. */
const from: Readonly<Record<DecisionName, DuplicatePair['state']>> = {
  'same-child': 'open',
  'same-referral': 'open',
  'not-the-same': 'open',
  undo: 'decided',
};

export const becauseField: StepField = {
  kind: 'area',
  name: 'because',
  label: 'Why',
  hint: 'Only those who decide about duplicates can read it.',
  rows: 3,
};

/** The page on which one decision about two records is confirmed. */
export function decisionForm({ name, title, submit, follows, fields }: DecisionForm) {
  return view({
    id: `${name}-form`,
    summary: `${title}: the form`,
    path: `/duplicates/:pairId/${name}`,
    permission: 'duplicate:decide',
    params: pairParams,
    load: async ({ params, clock }, parts: PairParts) => {
      const shown = await shownPair(params.pairId, todayInLondon(clock), parts);
      if (!shown) return undefined;
      return {
        ...shown,
        ...{ step: name, title, submit, follows, fields: fields(shown) },
        possible: shown.pair.state === from[name],
      };
    },
    page: { template: 'duplicates/decide-duplicate/page.njk' },
    version: ({ version }) => version,
    audits: ({ pair }) => ({ subjects: [pair.one, pair.other], purpose: 'decide about two records' }),
  });
}

/** Which of the two records stays: one with an NHS number, where only one has it. */
export function keepField({ children }: ShownPair): StepField {
  const numbered = children.filter(({ nhsNumber }) => nhsNumber !== undefined);
  const [only] = numbered.length === 1 ? numbered : [];
  return {
    kind: 'radio',
    name: 'keep',
    label: 'Which record stays',
    hint: only
      ? 'The one with an NHS number stays, so that the number is not lost.'
      : 'Its details are the ones that are shown. What the other holds stays with it, and still finds the child.',
    ...(only && { value: only.personId }),
    items: children.map(({ personId, name, nhsNumber, referrals }, at) => ({
      value: personId,
      text: `${at === 0 ? 'First' : 'Second'} record: ${name ?? 'no longer there'}, ${nhsNumber ? `NHS number ${nhsNumber}` : 'no NHS number'}, ${referrals.length === 1 ? '1 referral' : `${referrals.length} referrals`}`,
    })),
  };
}

/** For each service that both wait for, which referral goes on. */
export function standsFields({ both }: ShownPair): StepField[] {
  return both.map(({ service, text, referrals }) => ({
    kind: 'radio',
    name: `stands.${service}`,
    label: `Which referral for ${text} goes on`,
    hint: 'The other ends as its duplicate, which is no discharge. The wait counts from the earlier day.',
    items: referrals.map(({ referralId, reference, receivedOn, statusText }) => ({
      value: referralId,
      text: `${reference}, received on ${dayInWords(receivedOn)}. ${statusText}`,
    })),
  }));
}
