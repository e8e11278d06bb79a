import { isAttended, type CalendarDate } from '@waymark/care-types';
import { type Contact, type Fact, type FactOf } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import type { StillNeeded } from '../regime.ts';
import type { Part } from './referral-spell.ts';

/** Face to face, telephone, talk type, video. */
const ways = new Set<string>(['01', '02', '04', '11']);

/** Consultation, signposting and professional discussion: an adult's contact that was only these does not count. */
const uncounted = new Set(['11429006', '975131000000104', '2386021000000108']);

/** Whether a contact was more than what an adult's first contact may not be. */
export function isMoreThanTalkAbout({ codes }: Contact): boolean {
  return codes === undefined || codes.length === 0 || !codes.every((code) => uncounted.has(code));
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
type Intervention = FactOf<'intervention'>;

/** The first agreed care plan (the day it was written, where that lies in the spell) or coded intervention of some kinds. */
export function planOrIntervention(
  prefix: string,
  source: string,
  kinds: readonly Intervention['kind'][],
  needed: StillNeeded,
): Part {
  const rule = `${prefix}-plan-or-intervention`;
  return {
    metBy: rule,
    needed,
    find: (facts, spellStart) => {
      let first: Finding | null = null;
      const offer = (says: string, factId: string, on: CalendarDate) => {
        if (first === null || on < first.on) first = { rule, source, says, facts: [factId], on };
      };
      for (const fact of facts) {
        if (fact.type === 'care-plan-agreed') {
          const { createdOn, on, factId } = fact;
          const inSpell = createdOn !== undefined && createdOn >= spellStart && createdOn <= on;
          offer('First agreed care plan', factId, inSpell ? createdOn : on);
        }
        if (fact.type === 'intervention' && kinds.includes(fact.kind))
          offer(interventionWords[fact.kind], fact.factId, fact.on);
      }
      return first;
    },
  };
}

/** An adult's first meaningful assessment, needed by spells that begin from a day on. */
export function meaningfulAssessment(prefix: string, source: string, from: CalendarDate): Part {
  const rule = `${prefix}-assessment`;
  return {
    metBy: rule,
    from,
    needed: {
      code: 'meaningful-assessment',
      short: 'a meaningful assessment',
      says: 'A meaningful assessment',
    },
    find: (facts) => {
      const first = firstInTime(
        facts,
        (fact): fact is Intervention => fact.type === 'intervention' && fact.kind.endsWith('assessment'),
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
