import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import {
  pathwayClockChanged,
  pathwayClosed,
  pathwayFactRecorded,
  pathwayOpened,
  pathwayReopened,
  type Envelope,
  type PathwayState,
} from '@waymark/events';
import { on, type Handled } from '@waymark/messaging';
import { isDuplicate } from '../../pathway/domain/clocks.ts';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { systemCommand } from '../system-command.ts';
import { joinedWith, joinSpell, saysNothingNew } from './decide.ts';

export type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

/**
 * The four-week clock runs on a spell: all referrals of one child to one provider. The 18 weeks run on over referrals that
 * were rejected or passed on, also to another provider. When a pathway opens, changes, closes or opens again, each pathway
 * of that child takes over the facts of those that count with it. Whichever arrives last completes the picture, and what
 * says nothing new is not written.
 */
export const joinSpells = [
  on(pathwayOpened, handle, { lateJoin: true }),
  on(pathwayFactRecorded, handle, { lateJoin: true }),
  on(pathwayClockChanged, handle, { lateJoin: true }),
  on(pathwayClosed, handle, { lateJoin: true }),
  on(pathwayReopened, handle, { lateJoin: true }),
];

async function handle(event: Envelope<PathwayState>, parts: Parts): Promise<Handled> {
  await joinSpellsOf(event.data, event.id, parts);
  return 'applied';
}

/** Each pathway of a child takes over the facts of those that count with it. `cause` names the event that says so. */
export async function joinSpellsOf(
  { personId }: Pick<PathwayState, 'personId'>,
  cause: string,
  { pathways, clock }: Parts,
): Promise<void> {
  const today = todayInLondon(clock);
  const ofChild: Pathway[] = [];
  for await (const { state } of pathways.each({ 'state.personId': personId })) ofChild.push(state);

  for (const pathway of ofChild) {
    const { pathwayId } = pathway;
    const counted = ofChild.filter((other) => other.pathwayId !== pathwayId && !isDuplicate(other));
    const others = joinedWith(pathway, counted, today)
      .toSorted((one, other) => (one.pathwayId < other.pathwayId ? -1 : 1))
      .flatMap(({ facts }) => facts);
    if (saysNothingNew(pathway, others, today)) continue;
    const command = systemCommand('join-spell', `join-spell:${cause}`, clock, cause);
    await pathways.change(pathwayId, command, (now) => joinSpell(now, others, today));
  }
}
