import type { ClosureReason } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { pathwayValidated, type Validation } from '@waymark/events';
import type { z } from 'zod';
import { clockEvents, recalculated } from '../../pathway/domain/clocks.ts';
import { stateOf, type Pathway } from '../../pathway/domain/pathway.ts';
import { commonOf, record, roleOf } from '../../pathway/domain/recording.ts';

/** Whether the child still waits. Who does not wait any more leaves the list for a reason. */
export type Answer =
  | { answer: Exclude<Validation['answer'], 'not-waiting'> }
  | { answer: 'not-waiting'; reason: z.infer<typeof ClosureReason> };

/**
 * Note whether the child still waits. A wait that is over is closed in the same write, by whoever says so, as on its
 * own page: it can be taken back there too. A child at serious risk does not leave the list in passing.
 */
export function validate(
  pathway: Pathway,
  given: Answer,
  command: Pick<CommandMeta, 'by' | 'at' | 'key'>,
): Decision<Pathway> {
  const { by, at } = command;
  if (pathway.stage === 'closed') return refuse('already-ended', { closedOn: pathway.closedOn });
  if (given.answer === 'not-waiting' && pathway.riskOpen) return refuse('risk-open');
  const validation = { answer: given.answer, on: at.date };
  const noted: Pathway = {
    ...pathway,
    validation,
    validations: [...(pathway.validations ?? []), { ...validation, by: by.id, role: roleOf(by) }],
  };
  if (given.answer !== 'not-waiting') {
    const next = recalculated(noted, at.date);
    return decide(next, [pathwayValidated({ ...stateOf(next), validation }), ...clockEvents(pathway, next)]);
  }
  const closing = record(
    noted,
    { type: 'referral-closed', ...commonOf(pathway.referralId, at.date, command), reason: given.reason },
    by,
    at.date,
  );
  return closing.kind === 'refused'
    ? closing
    : decide(closing.state, [pathwayValidated({ ...stateOf(closing.state), validation }), ...closing.events]);
}
