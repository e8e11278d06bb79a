import { calendarDate, type CalendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import { isAged } from '../age-at-referral.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime } from '../regime.ts';
import { onlineProviders } from '../four-week-scope.ts';
import type { CaseHistory } from '../case-history.ts';
import { firstOf, spellRules, spellsOf, spellWait, type Spell } from '../rules/referral-spell.ts';
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
/** Spells whose first contact is from here on also need a meaningful assessment: MHMS, 4w_waits_prep. */
const assessedFrom = calendarDate('2024-04-01');
const assessment = meaningfulAssessment('adult4w', SOURCE, assessedFrom);
const partsWithAssessment = [...parts, assessment] as const;

const communityTeams = new Set<string | undefined>([
  ...['A05', 'A06', 'A08', 'A09', 'A12', 'A13', 'A16', 'C10'],
]);
const appliesTo = (received: ReferralReceived) =>
  communityTeams.has(received.team) &&
  isAged(received, 18, 200) &&
  received.inpatient !== true &&
  !onlineProviders.has(received.provider) &&
  (received.laCode === undefined || received.laCode.startsWith('E'));
const rules = spellRules({
  prefix: 'adult4w',
  source: SOURCE,
  scope:
    'Aged 18 or over when the referral was received, lives in England as far as is known, to an adult community mental health team, without a stay on a ward',
  all: 'Everything that help must begin with is there: the clock stopped on the latest of the first dates',
});

function isSeenBefore(day: CalendarDate, spell: Spell, history: CaseHistory): boolean {
  const seen = firstOf(parts[0], spell, history);
  return seen !== null && seen.on < day;
}

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
  waits: (history, _settings, inScope) =>
    spellsOf(history, inScope, rules).map((spell) =>
      spellWait(
        spell,
        history,
        isSeenBefore(assessedFrom, spell, history) ? parts : partsWithAssessment,
        rules,
      ),
    ),
});
