import { consultationMechanism, validOn, type CalendarDate } from '@waymark/care-types';
import {
  decide,
  refuse,
  type Actor,
  type CommandMeta,
  type Decision,
  type NewEvent,
} from '@waymark/decisions';
import { pathwayFactRecorded } from '@waymark/events';
import { clockEvents, isEnd, recalculated, stageEvents } from './clocks.ts';
import { stateOf, type Pathway, type PathwayFact } from './pathway.ts';

/** What every fact has. */
export type Common = Pick<PathwayFact, 'factId' | 'referralId' | 'on' | 'recorded'>;

/** What every fact has that is recorded here. */
export function commonOf(
  referralId: string,
  day: CalendarDate,
  { key, at }: Pick<CommandMeta, 'key' | 'at'>,
): Common {
  return {
    factId: `rec.${key}`,
    referralId,
    on: day,
    recorded: { at: at.instant as NonNullable<Common['recorded']>['at'], source: 'pathway-tracker' },
  };
}

/**
 * Record what happened. It may come late and in any order: the clocks are worked out again from everything that is
 * known, on the day it is recorded.
 */
export function record(
  pathway: Pathway,
  fact: PathwayFact,
  by: Actor,
  today: CalendarDate,
): Decision<Pathway> {
  if (fact.on > today) return refuse('in-the-future');
  if (fact.on < pathway.receivedOn) return refuse('before-the-referral', { receivedOn: pathway.receivedOn });
  if (fact.type === 'contact' && !validOn(consultationMechanism, fact.mechanism, fact.on))
    return refuse('mechanism-not-in-use');
  if (isEnd(fact) && pathway.closedOn !== null)
    return refuse('already-ended', { closedOn: pathway.closedOn });
  if (pathway.closedOn !== null && fact.on > pathway.closedOn)
    return refuse('after-the-end', { closedOn: pathway.closedOn });
  if (isEnd(fact) && pathway.facts.some(({ on }) => on > fact.on)) return refuse('ends-before-what-happened');
  if (pathway.facts.some((known) => isSame(known, fact))) return refuse('already-recorded');

  const recording = { factId: fact.factId, by: by.id, role: roleOf(by), on: today };
  const next = recalculated(
    { ...pathway, facts: [...pathway.facts, fact], recordings: [...pathway.recordings, recording] },
    today,
  );
  return decide(next, recordedEvents(pathway, next, fact.factId));
}

/** What is published of a pathway on which something was recorded or taken back: that, the clocks that moved, and whether it was closed or opened again. */
export function recordedEvents(before: Pathway, next: Pathway, recorded: string): NewEvent[] {
  return [
    pathwayFactRecorded({ ...stateOf(next), recorded }),
    ...clockEvents(before, next),
    ...stageEvents(before, next),
  ];
}

/** In which role somebody acts, for those who read it later. */
export function roleOf({ roles }: Actor): string {
  return roles[0] ?? 'member of staff';
}

function isSame(one: PathwayFact, other: PathwayFact): boolean {
  const contentOf = ({ factId: _id, recorded: _when, ...rest }: PathwayFact) =>
    JSON.stringify(Object.entries(rest).toSorted());
  return contentOf(one) === contentOf(other);
}
