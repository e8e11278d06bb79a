import {
  interventionWritten,
  isAttended,
  type CalendarDate,
  type InterventionKind,
} from '@waymark/care-types';
import type { Finding } from '../evidence.ts';
import type { Contact, Fact, FactOf } from '../fact.ts';
import { interventionsIn, mayBeIntervention } from '../interventions.ts';
import type { StillNeeded } from '../regime.ts';
import type { Part, SpellSpan } from './referral-spell.ts';

/** Face to face, telephone, talk type, video. */
const ways = new Set<string>(['01', '02', '04', '11']);

/** Whether a contact was more than consultation, signposting or professional discussion: of these alone an adult's is not made. */
export function isMoreThanTalkAbout({ codes }: Contact): boolean {
  return (
    codes === undefined ||
    codes.length === 0 ||
    !codes.every((code) => interventionWritten(code)?.countsForAdults === false)
  );
}

/**
 * The first time the person was seen face to face, by telephone, talk type or video; for children and young people also
 * any work for them without them (indirect activity).
 */
export function firstContact(prefix: string, source: string, who: 'minor' | 'adult'): Part {
  const counts = (fact: Fact): fact is Contact =>
    fact.type === 'contact' &&
    (fact.indirect === true
      ? who === 'minor'
      : isAttended(fact.attendance) &&
        ways.has(fact.mechanism) &&
        (who === 'minor' || isMoreThanTalkAbout(fact)));
  const seen =
    who === 'minor'
      ? 'First contact at which the child was seen'
      : 'First contact at which the person was seen';
  const rule = `${prefix}-first-contact`;
  return {
    metBy: rule,
    needed: {
      code: 'first-contact',
      short: 'a first contact',
      says:
        who === 'minor'
          ? 'A first contact: the child seen face to face, by telephone, talk type or video, or work for the child without the child'
          : 'A first contact: the person seen face to face, by telephone, talk type or video',
    },
    find: (facts) => {
      const contact = firstInTime(facts, counts);
      return contact === undefined
        ? null
        : {
            rule,
            source,
            says: contact.indirect === true ? 'First work for the child (indirect activity)' : seen,
            facts: [contact.factId],
            on: contact.on,
          };
    },
  };
}

/** The first outcome measure by any recognised tool but Current View, which describes needs. */
export function baselineOutcome(prefix: string, source: string): Part {
  const rule = `${prefix}-baseline-outcome`;
  return {
    metBy: rule,
    needed: {
      code: 'first-outcome-measure',
      short: 'a first outcome measure',
      says: 'A first outcome measure, by any recognised tool except Current View',
    },
    find: (facts) => {
      const first = firstInTime(
        facts,
        (fact): fact is FactOf<'outcome-measure'> =>
          fact.type === 'outcome-measure' && fact.tool !== 'Current View',
      );
      return first === undefined
        ? null
        : { rule, source, says: 'First outcome measure', facts: [first.factId], on: first.on };
    },
  };
}

const interventionWords = {
  psychological: 'First intervention: psychological therapy',
  psychosocial: 'First intervention: psychosocial',
  medication: 'First intervention: medication or physical treatment',
  'autism-assessment': 'First intervention: autism assessment',
  'adhd-assessment': 'First intervention: ADHD assessment',
  assessment: 'First meaningful assessment',
} as const;

/** The day on which a plan counts: that of its writing, also where it was changed after the spell, else of its last change. */
function countsOn({ createdOn, on }: FactOf<'care-plan-agreed'>, { start, last }: SpellSpan) {
  const isWithin = (day: CalendarDate) => day >= start && day <= last;
  if (createdOn !== undefined && createdOn <= on && isWithin(createdOn)) return createdOn;
  return isWithin(on) ? on : null;
}

/** The first agreed care plan or coded intervention of some kinds; what was done at a contact counts as well. */
export function planOrIntervention(
  prefix: string,
  source: string,
  kinds: readonly InterventionKind[],
  needed: StillNeeded,
): Part {
  const rule = `${prefix}-plan-or-intervention`;
  return {
    metBy: rule,
    needed,
    find: (facts, span) => {
      let first: Finding | null = null;
      const offer = (says: string, factId: string, on: CalendarDate) => {
        if (first === null || on < first.on) first = { rule, source, says, facts: [factId], on };
      };
      for (const { facts: own } of span.ofProvider)
        for (const fact of own) {
          const on = fact.type === 'care-plan-agreed' ? countsOn(fact, span) : null;
          if (on !== null) offer('First agreed care plan', fact.factId, on);
        }
      for (const fact of facts) {
        if (!mayBeIntervention(fact)) continue;
        const done = interventionsIn(fact).find((kind) => kinds.includes(kind));
        if (done !== undefined) offer(interventionWords[done], fact.factId, fact.on);
      }
      return first;
    },
  };
}

/** An adult's first meaningful assessment, needed by spells whose first contact is on a day or later. */
export function meaningfulAssessment(prefix: string, source: string, from: CalendarDate): Part {
  const rule = `${prefix}-assessment`;
  return {
    metBy: rule,
    unlessBefore: { rule: `${prefix}-first-contact`, day: from },
    needed: {
      code: 'meaningful-assessment',
      short: 'a meaningful assessment',
      says: 'A meaningful assessment',
    },
    find: (facts) => {
      const first = firstInTime(
        facts,
        (fact): fact is Fact =>
          mayBeIntervention(fact) && interventionsIn(fact).some((kind) => kind.endsWith('assessment')),
      );
      return first === undefined
        ? null
        : { rule, source, says: 'First meaningful assessment', facts: [first.factId], on: first.on };
    },
  };
}

/** Facts of one referral stand in the order of time; those of several do not. */
function firstInTime<Kind extends Fact>(
  facts: readonly Fact[],
  counts: (fact: Fact) => fact is Kind,
): Kind | undefined {
  let first: Kind | undefined;
  for (const fact of facts) if ((first === undefined || fact.on < first.on) && counts(fact)) first = fact;
  return first;
}
