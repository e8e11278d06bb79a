import { decide, refuse, type CommandMeta, type Decision } from '@waymark/decisions';
import type { Pathway, RiskStep } from '../../pathway/domain/pathway.ts';
import { roleOf } from '../../pathway/domain/recording.ts';
import { withPriorityRank } from '../domain/priority.ts';

/**
 * A clinician says what was done about a serious risk, under their own name where it is known. The priority review stays
 * open: it is another question.
 */
export function takeUpRisk(
  pathway: Pathway,
  { step, name }: { step: RiskStep; name: string },
  { by, at }: Pick<CommandMeta, 'by' | 'at'>,
): Decision<Pathway> {
  const { sameDayRisk } = pathway;
  if (sameDayRisk === null || sameDayRisk.taken !== null) return refuse('no-open-risk');
  const taken = {
    ...{ by: by.id, role: roleOf(by), on: at.date, at: at.instant, step },
    ...(name !== '' && { name }),
  };
  return decide(withPriorityRank({ ...pathway, sameDayRisk: { ...sameDayRisk, taken } }));
}
