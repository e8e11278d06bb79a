import { calendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import type { Regime } from '../regime.ts';
import { holdsFor } from '../which-regimes.ts';
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
  planOrIntervention(
    'adult4w',
    SOURCE,
    ['psychological', 'psychosocial', 'medication'],
    'An agreed care plan or a coded intervention',
  ),
];
const partsWithAssessment = [...parts, meaningfulAssessment('adult4w', SOURCE)];
/** Spells that begin from here on also need a meaningful assessment. */
const assessedFrom = calendarDate('2024-04-01');
const rules = spellRules({
  prefix: 'adult4w',
  source: SOURCE,
  scope: 'Aged 18 or over when the referral was received, to an adult community mental health team',
  all: 'Everything that help must begin with is there: the clock stopped on the latest of the first dates',
});

/** Young adults in community mental health, four weeks: from the referral to help that has begun. */
export const adultFourWeek: Regime = {
  id: 'adult-4-week',
  title: 'Adult community mental health: four weeks',
  limit: { days: 28 },
  bands: () => weeklyBands,
  holds: { from: calendarDate('2016-01-01'), until: null },
  source: SOURCE,
  section: '§2.5',
  waits: (history) =>
    spellsOf(history, holdsFor['adult-4-week'], rules).map((spell) =>
      spellWait(spell, history, spell.start >= assessedFrom ? partsWithAssessment : parts, rules),
    ),
};
