import { calendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import { defineRegime } from '../regime.ts';
import type { ReferralReceived } from '../fact.ts';
import { whyNotFourWeek } from '../four-week-scope.ts';
import { spellRules, spellsOf, spellWait } from '../rules/referral-spell.ts';
import { baselineOutcome, firstContact, planOrIntervention } from '../rules/spell-parts.ts';

const SOURCE = 'NHS England Mental Health Monthly Statistics, CYP referral spells (MRS08 to MRS14)';

const parts = [
  firstContact('cyp4w', SOURCE, 'minor'),
  baselineOutcome('cyp4w', SOURCE),
  planOrIntervention(
    'cyp4w',
    SOURCE,
    ['psychological', 'psychosocial', 'medication', 'autism-assessment', 'adhd-assessment'],
    {
      code: 'agreed-care-plan',
      short: 'an agreed care plan',
      says: 'An agreed care plan, or a coded intervention, or an autism or ADHD assessment',
    },
  ),
] as const;
const appliesTo = (received: ReferralReceived) => whyNotFourWeek(received) === null;
const rules = spellRules({
  prefix: 'cyp4w',
  source: SOURCE,
  scope:
    'Aged 0 to 17 when the referral was received, lives in England as far as is known, and no exclusion applies',
  all: 'First contact, first outcome measure and first plan or intervention are all there: the clock stopped on the latest of the three',
});

/** Children and young people, four weeks: from the referral to help that has begun, over a spell of referrals to one provider. */
export const cypFourWeek = defineRegime({
  id: 'cyp-4-week',
  title: 'Children and young people: four weeks',
  shortTitle: 'Four weeks',
  limit: { days: 28 },
  bands: () => weeklyBands,
  holds: { from: calendarDate('2016-01-01'), until: null },
  appliesTo,
  source: SOURCE,
  section: '§2.1',
  needs: parts,
  waits: (history, _settings, inScope) =>
    spellsOf(history, inScope, rules).map((spell) => spellWait(spell, history, parts, rules)),
});
