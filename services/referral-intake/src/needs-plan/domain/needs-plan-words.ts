import {
  needDomains,
  needSettings,
  textOf,
  dayInWords,
  type Need,
  type NeedsProfile,
} from '@waymark/care-types';
import {
  lastOutcome,
  needsNow,
  stepOutcomes,
  type NeedsPlan,
  type PlanStep,
  type Review,
} from './needs-plan.ts';

const impactWords = ['not at all', 'a little', 'a lot', 'most of the time'] as const;
const settings = ['home', 'school', 'community'] as const;
const settingWords = { home: 'at home', school: 'at school', community: 'out and about' } as const;

/** A need in words: "at home a lot, at school a little". */
export function needWords(need: Need | undefined): string {
  if (!need) return impactWords[0];
  const shown = settings.filter((setting) => need[setting] > 0);
  if (shown.length > 0)
    return shown.map((setting) => `${settingWords[setting]} ${impactWords[need[setting]]}`).join(', ');
  return need.notSaid ? 'how much is not said' : impactWords[0];
}

/** How a need moved since the plan began: the sum over the settings, or where it is harder in one of them. */
export type Moved = 'better' | 'same' | 'harder' | 'mixed';

function movedFrom(before: Need | undefined, now: Need | undefined): Moved {
  const changes = settings.map((setting) => (now?.[setting] ?? 0) - (before?.[setting] ?? 0));
  const harder = changes.some((change) => change > 0);
  const better = changes.some((change) => change < 0);
  if (harder && better) return 'mixed';
  if (harder) return 'harder';
  return better ? 'better' : 'same';
}

/** Each need that was or is there: in words when the plan began and now, in the order of the domains. */
export function needsThenAndNow(plan: NeedsPlan) {
  const now = needsNow(plan);
  const found = (needs: NeedsProfile, domain: string) => needs.find((need) => need.domain === domain);
  return needDomains.entries.flatMap(({ code, text }) => {
    const [before, after] = [found(plan.needs, code), found(now, code)];
    if (!before && !after) return [];
    return [
      { domain: code, text, then: needWords(before), now: needWords(after), moved: movedFrom(before, after) },
    ];
  });
}

export function stepWords({ what, who, where, since }: PlanStep): string {
  return `${what} (${who}, ${textOf(needSettings, where).toLowerCase()}, since ${dayInWords(since)})`;
}

/** What a review found, step by step. */
export function reviewWords({ steps }: NeedsPlan, { outcomes, note }: Review): string {
  const said = (Object.keys(stepOutcomes) as (keyof typeof stepOutcomes)[]).flatMap((outcome) => {
    const of = steps.filter((_, at) => outcomes[at + 1] === outcome).map(({ what }) => what);
    return of.length === 0 ? [] : [`${stepOutcomes[outcome]}: ${of.join('; ')}.`];
  });
  return ['Reviewed.', ...said, ...(note ? [`“${note}”`] : [])].join(' ');
}

/** What a referral holds at most of what was tried, in characters. */
const longestTried = 4_000;

/** What was tried and what came of it, as a referral tells it. Cut, with a sign, where it would be too long. */
export function triedWords(plan: NeedsPlan): string {
  const { startedOn, steps, reviews } = plan;
  const times = reviews.length === 0 ? 'not reviewed yet' : `reviewed ${timesWords(reviews.length)}`;
  const lines = steps.map((step, at) => {
    const outcome = lastOutcome(plan, at + 1);
    return `${stepWords(step)}: ${outcome ? stepOutcomes[outcome].toLowerCase() : 'not reviewed yet'}.`;
  });
  const notes = reviews.flatMap(({ on, note }) =>
    note ? [`At the review on ${dayInWords(on)}: ${note}`] : [],
  );
  const words = [`Plan of needs since ${dayInWords(startedOn)}, ${times}.`, ...lines, ...notes].join('\n');
  if (words.length <= longestTried) return words;
  return `${words.slice(0, longestTried - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function timesWords(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
