import { sentenceCase, circumstances, circumstanceTitle, todayInLondon } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { action, view } from '@waymark/http';
import { z } from 'zod';
import { RiskSteps, type Pathway } from '../../pathway/domain/pathway.ts';
import { childOf, PathwayParams, riskStepWords, type ChildParts } from '../../pathway/index.ts';
import { takeUpRisk } from './decide.ts';

type Parts = ChildParts & { pathways: AggregateStore<Pathway> };

export const riskForm = view({
  id: 'take-up-risk-form',
  summary: 'The serious risk that was stated, what to do today, and how to say what was done',
  path: '/:pathwayId/same-day-risk',
  permission: 'pathway:record',
  params: PathwayParams,
  load: async ({ params, viewer, may }, { pathways, ...parts }: Parts) => {
    const stored = await pathways.get(params.pathwayId);
    return (
      stored && {
        state: stored.state,
        whose: await childOf(stored.state, { viewer, may }, parts),
        stated: stored.state.circumstances
          .filter(({ id }) => circumstances.some((known) => known.id === id && known.sameDayRisk))
          .map(({ id }) => circumstanceTitle(id)),
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
  run: ({ params, body, command }, { pathways, clock }: Parts) =>
    pathways.change(params.pathwayId, command, (pathway) =>
      takeUpRisk(pathway, body.step, command.by, todayInLondon(clock)),
    ),
  refusals: { 'no-open-risk': () => 'A clinician has said already what was done.' },
  then: {
    page: (_, { params }) => `/${params.pathwayId}`,
    api: ({ state }, { params }) => ({
      status: 200,
      body: { since: state.sameDayRisk?.since, step: state.sameDayRisk?.taken?.step },
      location: `/${params.pathwayId}`,
    }),
  },
  responses: z.object({ since: z.string(), step: RiskSteps }),
});
