import { dayInWords } from '@waymark/care-types';
import { timesWords } from '../domain/needs-plan-words.ts';
import type { NeedsPlan } from '../domain/needs-plan.ts';

/** Plans as a form offers them: whose, since when, how often reviewed. */
export function plansToChoose(plans: readonly NeedsPlan[]) {
  return plans.map(({ planId, child, startedOn, reviews }) => ({
    value: planId,
    text: `${child.givenName} ${child.familyName}, since ${dayInWords(startedOn)}, ${
      reviews.length === 0 ? 'not reviewed yet' : `reviewed ${timesWords(reviews.length)}`
    }`,
  }));
}
