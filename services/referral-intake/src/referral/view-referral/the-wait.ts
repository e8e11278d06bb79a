import { pathwayIdOf, PathwayState, SupportState, type ReferralId } from '@waymark/events';
import type { ServiceClient, RemoteResult } from '@waymark/http';
import type { Viewer } from '@waymark/policy';
import { z } from 'zod';

const NotTold = z.object({ known: z.literal(false), why: z.enum(['not-permitted', 'not-there', 'away']) });
const toldAs = <Schema extends z.ZodType>(schema: Schema) =>
  z.discriminatedUnion('known', [z.object({ known: z.literal(true), value: schema }), NotTold]);

const Clocks = PathwayState.pick({ stage: true, closedOn: true, clocks: true, priority: true }).extend({
  /** Serious risk that was stated; `takenUp` says by whom and when, and is null while it is for today. */
  sameDayRisk: z
    .object({ since: z.string(), takenUp: z.object({ says: z.string() }).nullable() })
    .nullable()
    .optional(),
});
const Support = SupportState.pick({ suggestedOn: true, suggestions: true });

/** What the other services tell of a referral, or why nothing is told. */
export const Wait = z.object({ clocks: toldAs(Clocks), support: toldAs(Support) });
export type Wait = z.output<typeof Wait>;

/** The other services, as they are read while a page is made. */
export type WaitParts = { tracker: ServiceClient; support: ServiceClient };

/** The clocks of a referral and the support meanwhile, as far as this person may see them. Never rejects. */
export async function waitOf(
  referralId: ReferralId,
  viewer: Viewer,
  may: (permission: 'pathway:view' | 'support:view') => boolean,
  { tracker, support }: WaitParts,
): Promise<Wait> {
  const pathwayId = pathwayIdOf(referralId);
  const [clocks, plan] = await Promise.all([
    may('pathway:view') ? tracker.read(`/api/${pathwayId}`, Clocks, viewer) : notPermitted,
    may('support:view') ? support.read(`/api/plans/${pathwayId}`, Support, viewer) : notPermitted,
  ]);
  return { clocks, support: plan };
}

const notPermitted: RemoteResult<never> = { known: false, why: 'not-permitted' };

/** Where a child stands in the order of being seen, as pathway-tracker words it. */
const priorityWords = {
  'date-order': { text: 'Date order', tone: 'quiet' },
  'review-open': { text: 'Review open', tone: 'act' },
  accelerated: { text: 'Accelerated', tone: 'notice' },
} as const;

/** While a same-day risk is open it stands before the review, as on every other page. */
const sameDayRisk = { text: 'Same-day risk', tone: 'act' } as const;

function isRiskOpen({ sameDayRisk: risk }: z.output<typeof Clocks>): boolean {
  return risk !== null && risk !== undefined && risk.takenUp === null;
}

/** Whether somebody has taken up the same-day risk that was stated with a referral, as far as it is known here. */
export function isTakenUp({ clocks }: Wait): boolean {
  return clocks.known && (clocks.value.sameDayRisk?.takenUp ?? null) !== null;
}

/** The same for a page: a line for each clock, running ones first, and the support in short. */
export function waitInWords({ clocks, support }: Wait) {
  return {
    clocks: clocks.known
      ? {
          stage: clocks.value.stage,
          closedOn: clocks.value.closedOn,
          priority: isRiskOpen(clocks.value) ? sameDayRisk : priorityWords[clocks.value.priority.standing],
          takenUp: clocks.value.sameDayRisk?.takenUp?.says ?? null,
          lines: clocks.value.clocks
            .toSorted((one, other) => Number(other.state === 'running') - Number(one.state === 'running'))
            .map(({ title, days, limitDays, due, state, standing }) => ({
              title,
              days,
              limitDays,
              due,
              running: state === 'running',
              over: standing === 'breached',
              says: { ...ends, running: standing === 'breached' ? 'past the limit' : 'running' }[state],
            })),
        }
      : { why: clocks.why },
    support: support.known ? support.value : { why: support.why },
  };
}

const ends = {
  stopped: 'stopped',
  nullified: 'deleted: the child was not brought to the first appointment',
  ended: 'ended with the referral',
};
