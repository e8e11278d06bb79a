import { calendarDate, daysBetween, isAttended } from '@waymark/care-types';
import type { Evidence } from './clock-state.ts';
import type { Fact } from './fact.ts';
import { CHAINING_DAYS, factsWithin, spellsOf } from './four-week-spell.ts';
import type { Spell } from './four-week-spell.ts';
import { factsOf } from './regime.ts';
import type { Finding, Regime, Story, Wait } from './regime.ts';

const SOURCE = 'NHS England Mental Health Monthly Statistics, CYP referral spells (MRS08 to MRS14)';

/** Face to face, telephone, talk type, video. */
const CONTACT_MECHANISMS = new Set<string>(['01', '02', '04', '11']);

const earliest = (findings: readonly Finding[]): Finding | null =>
  findings.reduce<Finding | null>(
    (first, next) => (first === null || next.on < first.on ? next : first),
    null,
  );

/** The first time the child was seen face to face, by telephone, talk type or video, or any work for the child without the child. */
function firstContact(facts: readonly Fact[]): Finding | null {
  return earliest(
    factsOf(facts, 'contact').flatMap(({ factId, on, attendance, mechanism, indirect }) => {
      if (indirect === true) {
        return [
          {
            rule: 'cyp4w-first-contact',
            source: SOURCE,
            says: 'First work for the child (indirect activity)',
            facts: [factId],
            on,
          },
        ];
      }
      if (!isAttended(attendance) || !CONTACT_MECHANISMS.has(mechanism)) return [];
      return [
        {
          rule: 'cyp4w-first-contact',
          source: SOURCE,
          says: 'First contact at which the child was seen',
          facts: [factId],
          on,
        },
      ];
    }),
  );
}

/** The first outcome measure by any recognised tool but Current View. */
function baselineOutcome(facts: readonly Fact[]): Finding | null {
  return earliest(
    factsOf(facts, 'outcome-measure')
      .filter(({ tool }) => tool !== 'Current View')
      .map(({ factId, on }) => ({
        rule: 'cyp4w-baseline-outcome',
        source: SOURCE,
        says: 'First outcome measure',
        facts: [factId],
        on,
      })),
  );
}

const interventionWords = {
  psychological: 'First intervention: psychological therapy',
  psychosocial: 'First intervention: psychosocial',
  medication: 'First intervention: medication or physical treatment',
  'autism-assessment': 'First intervention: autism assessment',
  'adhd-assessment': 'First intervention: ADHD assessment',
} as const;

/** The first agreed care plan (the day it was written, where that lies in the spell) or coded intervention. */
function planOrIntervention(facts: readonly Fact[], spellStart: Finding['on']): Finding | null {
  const plans = factsOf(facts, 'care-plan-agreed').map(({ factId, on, createdOn }) => ({
    rule: 'cyp4w-plan-or-intervention',
    source: SOURCE,
    says: 'First agreed care plan',
    facts: [factId],
    on: createdOn !== undefined && createdOn >= spellStart && createdOn <= on ? createdOn : on,
  }));
  const interventions = factsOf(facts, 'intervention').map(({ factId, on, kind }) => ({
    rule: 'cyp4w-plan-or-intervention',
    source: SOURCE,
    says: interventionWords[kind],
    facts: [factId],
    on,
  }));
  return earliest([...plans, ...interventions]);
}

const wants = [
  'A first contact: the child seen face to face, by telephone, talk type or video, or work for the child without the child',
  'A first outcome measure, by any recognised tool except Current View',
  'An agreed care plan, or a coded intervention, or an autism or ADHD assessment',
] as const;

/** Appointments that came to nothing: named so that nobody wonders whether they reset the clock. */
function withoutEffect(facts: readonly Fact[]): readonly Evidence[] {
  const missed = factsOf(facts, 'contact').filter(
    (contact) => contact.indirect !== true && !isAttended(contact.attendance),
  );
  if (missed.length === 0) return [];
  return [
    {
      rule: 'cyp4w-missed-or-cancelled',
      source: SOURCE,
      says: 'An appointment that was cancelled, or to which the child was not brought, changes nothing',
      facts: missed.map(({ factId }) => factId),
    },
  ];
}

/** The three first dates; the clock stops on the latest of them, and not at all while one is missing. MRS08. */
function waitOf(spell: Spell, story: Story): Wait {
  const facts = factsWithin(spell, story);
  const parts = [firstContact(facts), baselineOutcome(facts), planOrIntervention(facts, spell.start.on)];
  const found = parts.filter((part) => part !== null);
  const [first, ...others] = spell.referrals;
  const wait = {
    referralIds: [first.received.referralId, ...others.map(({ received }) => received.referralId)] as const,
    period: 1,
    start: spell.start.on,
    settings: {},
  };
  const evidence = [...spell.scope, spell.start, ...found, ...withoutEffect(facts)];

  if (found.length === parts.length) {
    const last = found.reduce((latest, part) => (part.on > latest.on ? part : latest));
    const stop: Finding = {
      rule: 'cyp4w-stop',
      source: SOURCE,
      says: 'First contact, first outcome measure and first plan or intervention are all there: the clock stopped on the latest of the three',
      facts: found.flatMap((part) => part.facts),
      on: last.on,
    };
    return { ...wait, stop: stop.on, state: 'stopped', evidence: [...evidence, stop], stillNeeded: [] };
  }

  const stillNeeded = wants.filter((_, place) => parts[place] === null);
  if (spell.end === null) return { ...wait, stop: null, state: 'running', evidence, stillNeeded };

  const ended = [...evidence, spell.end];
  const alive = factsOf(story.facts, 'died').length === 0;
  if (alive && daysBetween(spell.end.on, story.asOf) <= CHAINING_DAYS) {
    const open: Evidence = {
      rule: 'cyp4w-ended-lately',
      source: SOURCE,
      says: `The referral ended, but a new one within ${CHAINING_DAYS} days would carry this wait on: it still counts as open`,
      facts: spell.end.facts,
    };
    return { ...wait, stop: null, state: 'running', evidence: [...ended, open], stillNeeded };
  }
  return { ...wait, stop: spell.end.on, state: 'ended', evidence: ended, stillNeeded: [] };
}

/** Children and young people, four weeks: from the referral to help that has begun, over a spell of referrals to one provider. */
export const cypFourWeek: Regime = {
  id: 'cyp-4-week',
  title: 'Children and young people: four weeks',
  limitDays: 28,
  holds: { from: calendarDate('2016-01-01'), until: null },
  source: SOURCE,
  waits: (story) => spellsOf(story).map((spell) => waitOf(spell, story)),
};
