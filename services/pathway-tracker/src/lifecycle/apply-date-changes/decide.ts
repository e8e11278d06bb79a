import type { CalendarDate } from '@waymark/care-types';
import { decide, type Decided, type NewEvent } from '@waymark/decisions';
import {
  pathwayBreached,
  pathwayBreachForecast,
  pathwayDataQualityFound,
  pathwayDateReached,
  pathwayPriorityFlagged,
} from '@waymark/events';
import { clockEvents, recalculated, recheckOn } from '../../pathway/domain/clocks.ts';
import { freshNotices, type Notice } from '../../pathway/domain/notices.ts';
import { stateOf, type Pathway } from '../../pathway/domain/pathway.ts';
import { withPriorityRank, reviewOpen } from '../../priority/domain/priority.ts';

/**
 * What the date alone changes: a four-week clock ends some days after its last referral did, a decision that was made
 * until a day opens its review again, and what dates bring is published: a clock that is due soon or past its limit, an age
 * that was reached, a long silence. What was published is noted in the same write, so that each is published once, however often
 * a day is looked at, and late where days were missed.
 */
export function applyDateChanges(pathway: Pathway, today: CalendarDate): Decided<Pathway> {
  const aged = recalculated(pathway, today);
  const { standing: priorityStatus, decision, flags } = aged.priority;
  const until = decision?.expiresOn ?? null;
  const isOver =
    priorityStatus === 'accelerated' && until !== null && until < today && aged.stage !== 'closed';
  const kept = isOver ? withPriorityRank({ ...aged, priority: reviewOpen(aged.priority, today) }) : aged;
  const fresh = freshNotices(kept, today);
  const withNotices = fresh.length === 0 ? kept : { ...kept, told: rememberedNotices(kept, fresh) };
  const next = { ...withNotices, recheckOn: recheckOn(withNotices, today) };
  return decide(next, [
    ...clockEvents(pathway, next),
    ...(isOver ? [pathwayPriorityFlagged({ ...stateOf(next), flagged: flags.map(({ id }) => id) })] : []),
    ...noticeEvents(next, fresh),
  ]);
}

/** So many are remembered: far more than one pathway has at a time. */
const mostRemembered = 300;

function rememberedNotices({ told = [] }: Pathway, fresh: readonly Notice[]): string[] {
  return [...told, ...fresh.map(({ key }) => key)].slice(-mostRemembered);
}

function noticeEvents(next: Pathway, fresh: readonly Notice[]): NewEvent[] {
  const state = stateOf(next);
  const forecasts = fresh.flatMap((notice) => (notice.kind === 'forecast' ? [notice.forecast] : []));
  const breached = fresh.flatMap((notice) => (notice.kind === 'breached' ? [notice.breached] : []));
  const reached = fresh.flatMap((notice) => (notice.kind === 'reached' ? [notice.reached] : []));
  const findings = fresh.flatMap((notice) => (notice.kind === 'finding' ? [notice.finding] : []));
  return [
    ...(forecasts.length > 0 ? [pathwayBreachForecast({ ...state, forecasts })] : []),
    ...(breached.length > 0 ? [pathwayBreached({ ...state, breached })] : []),
    ...(reached.length > 0 ? [pathwayDateReached({ ...state, reached })] : []),
    ...(findings.length > 0 ? [pathwayDataQualityFound({ ...state, findings })] : []),
  ];
}
