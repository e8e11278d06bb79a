import { calendarDate } from '@waymark/care-types';
import type { Decision } from '@waymark/decisions';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { follow } from '../lifecycle/follow-referral/decide.ts';
import { referral } from '@waymark/testkit/builders';

/** 21 November 2026, a Saturday. */
export const today = calendarDate('2026-11-21');

/** A pathway as a referral opens it today. */
export function pathway(change: Parameters<typeof referral>[0] = {}): Pathway {
  return decided(follow(undefined, referral({ receivedOn: '2026-10-30', ...change }), today)).state;
}

/** What was decided; a refusal fails the test. */
export function decided(decision: Decision<Pathway>): { state: Pathway; events: string[] } {
  if (decision.kind === 'refused') throw new Error(`Refused: ${decision.code}`);
  return { state: decision.state, events: decision.events.map(({ type }) => type) };
}

/** The code of a refusal; nothing where it was decided. */
export function refusalOf(decision: Decision<Pathway>): string | undefined {
  return decision.kind === 'refused' ? decision.code : undefined;
}
