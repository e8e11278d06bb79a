import type { CalendarDate } from '@waymark/care-types';
import type { z } from 'zod';
import { type Answers, circumstancesIn, hardIn } from '../family-form/steps.ts';
import { notSure, parentsWords, type Who } from '../family-form/words.ts';
import type { LogReferral } from '../../referral/index.ts';

/** What a clinician adds to what the family wrote: codes alone. */
export type Coded = Pick<
  z.input<typeof LogReferral>,
  'service' | 'primaryReason' | 'otherReasons' | 'team' | 'priority'
>;

const roles = {
  parent: 'Parent or carer',
  'young-person': 'The young person',
  responsible: 'Somebody with parental responsibility',
} as const satisfies Record<Who, string>;

const sources = { parent: 'B2', 'young-person': 'B1', responsible: 'B2' } as const satisfies Record<
  Who,
  string
>;

/**
 * What a family wrote as the referral that a clinician would otherwise have to type: nothing is asked twice, and the
 * day on which the family sent it is the received date. Undefined where a step is missing.
 */
export function toReferral(
  answers: Answers,
  coded: Coded,
  sentOn: CalendarDate,
): z.input<typeof LogReferral> | undefined {
  const { who, reach, child, worry, needs } = answers;
  if (!who || !reach || !child || !worry) return undefined;
  const { singleName: _alone, ...named } = child;
  const { email, phone, mainLanguage, interpreterNeeded, accessibleNeeds } = reach;
  const adult = who.who !== 'young-person';
  return {
    ...coded,
    source: sources[who.who],
    referredBy: { name: who.name, role: roles[who.who], phone, email },
    child: {
      ...named,
      ...{ mainLanguage, interpreterNeeded, accessibleNeeds },
      contactPreference: reach.by,
      ...(adult && { phone, email }),
    },
    receivedOn: sentOn,
    circumstances: circumstancesIn(answers),
    needs: hardIn(needs),
    strengths: needs?.strengths,
    tried: needs?.tried,
    consent: {
      given: 'yes',
      by: who.who === 'parent' ? 'parent' : who.who === 'young-person' ? 'young-person' : 'other',
      on: sentOn,
      heldBy: who.heldBy,
    },
    notes: notesOf(answers),
  };
}

/** The family's own words, under one another. */
function notesOf({ reach, worry }: Answers): string {
  return [
    worry?.worry,
    worry?.worse && `When things are worse: ${worry.worse}`,
    worry?.service === notSure && 'The family was not sure which service to ask for.',
    reach?.parents && `May we talk to a parent or carer? ${parentsWords[reach.parents]}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
