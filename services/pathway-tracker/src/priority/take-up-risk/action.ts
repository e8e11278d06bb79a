import { sentenceCase } from '@waymark/care-types';
import { action, view } from '@waymark/http';
import { z } from 'zod';
import { RiskSteps, type Pathway } from '../../pathway/domain/pathway.ts';
import { childOf, PathwayParams, riskStepWords, takenUpWords } from '../../pathway/index.ts';
import { sameDayRisks, statedRisk, type RiskParts } from '../list-risks/view.ts';
import { takeUpRisk } from './decide.ts';

export const riskForm = view({
  id: 'take-up-risk-form',
  summary: 'The serious risk that was stated, what to do today, and how to say what was done',
  path: '/:pathwayId/same-day-risk',
  permission: 'pathway:record',
  params: PathwayParams,
  load: async ({ params, viewer, may }, { pathways, ...parts }: RiskParts) => {
    const stored = await pathways.get(params.pathwayId);
    return (
      stored && {
        state: stored.state,
        whose: await childOf(stored.state, { viewer, may }, parts),
        stated: statedRisk(stored.state),
        taken: takenOf(stored.state),
        steps: RiskSteps.options.map((value) => ({ value, text: sentenceCase(riskStepWords[value]) })),
      }
    );
  },
  page: { template: 'priority/take-up-risk/page.njk' },
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'serious risk' }),
});

export const takeUpRiskAction = action({
  id: 'take-up-risk',
  summary: 'Say what was done today about a serious risk that was stated',
  path: '/:pathwayId/same-day-risk',
  permission: 'pathway:record',
  params: PathwayParams,
  body: z.strictObject({ step: RiskSteps }),
  form: riskForm,
  run: ({ params, body, command, viewer: { name } }, { pathways }: RiskParts) =>
    pathways.change(params.pathwayId, command, (pathway) =>
      takeUpRisk(pathway, { step: body.step, name }, command),
    ),
  refusals: { 'no-open-risk': () => 'This same-day risk has been taken up already.' },
  then: {
    page: (_, { params }) => `/${params.pathwayId}`,
    says: ({ state }) =>
      state.sameDayRisk?.taken
        ? `Same-day risk taken up: ${riskStepWords[state.sameDayRisk.taken.step]}.`
        : undefined,
    worklist: sameDayRisks,
    api: ({ state }, { params }) => ({
      status: 200,
      body: { since: state.sameDayRisk?.since, step: state.sameDayRisk?.taken?.step },
      location: `/${params.pathwayId}`,
    }),
  },
  responses: z.object({ since: z.string(), step: RiskSteps }),
});

/** What was done about the risk, by whom and when; null while nobody has taken it up. */
function takenOf({ sameDayRisk }: Pathway): { step: string; who: string } | null {
  const taken = sameDayRisk?.taken;
  return taken ? { step: sentenceCase(riskStepWords[taken.step]), who: takenUpWords(taken) } : null;
}
