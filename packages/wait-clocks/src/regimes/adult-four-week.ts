import { calendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import { isAged } from '../age-at-referral.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime } from '../regime.ts';
import { spellRules, spellsOf, spellWait } from '../rules/referral-spell.ts';
import {
  baselineOutcome,
  firstContact,
  meaningfulAssessment,
  planOrIntervention,
} from '../rules/spell-parts.ts';

const SOURCE = 'NHS England Mental Health Monthly Statistics, adult community four-week waits';

const parts = [
  firstContact('adult4w', SOURCE, 'adult'),
  baselineOutcome('adult4w', SOURCE),
  planOrIntervention('adult4w', SOURCE, ['psychological', 'psychosocial', 'medication'], {
    code: 'agreed-care-plan-or-a-coded-intervention',
    short: 'an agreed care plan or a coded intervention',
    says: 'An agreed care plan or a coded intervention',
  }),
] as const;
/** Spells that begin from here on also need a meaningful assessment. */
const assessedFrom = calendarDate('2024-04-01');
const partsWithAssessment = [...parts, meaningfulAssessment('adult4w', SOURCE, assessedFrom)] as const;

const communityTeams = new Set<string | undefined>([
  ...['A05', 'A06', 'A08', 'A09', 'A12', 'A13', 'A16', 'C10'],
]);
const appliesTo = (received: ReferralReceived) =>
  communityTeams.has(received.team) && isAged(received, 18, 200);
const rules = spellRules({
  prefix: 'adult4w',
  source: SOURCE,
  scope: 'Aged 18 or over when the referral was received, to an adult community mental health team',
  all: 'Everything that help must begin with is there: the clock stopped on the latest of the first dates',
});

/** Young adults in community mental health, four weeks: from the referral to help that has begun. */
export const adultFourWeek = defineRegime({
  id: 'adult-4-week',
  title: 'Adult community mental health: four weeks',
  shortTitle: 'Four weeks, adult',
  limit: { days: 28 },
  bands: () => weeklyBands,
  holds: { from: calendarDate('2016-01-01'), until: null },
  appliesTo,
  source: SOURCE,
  section: '§2.5',
  needs: partsWithAssessment,
  waits: (history) =>
    spellsOf(history, appliesTo, rules).map((spell) =>
      spellWait(spell, history, spell.start >= assessedFrom ? partsWithAssessment : parts, rules),
    ),
});
