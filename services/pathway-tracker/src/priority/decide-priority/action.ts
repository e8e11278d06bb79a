import {
  CalendarDate,
  circumstanceTitle,
  services,
  textOf,
  todayInLondon,
  midSentence,
} from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState, PriorityReason, priorityReasons } from '@waymark/events';
import { action, view } from '@waymark/http';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { childOf, decideByOf, evidenceWords, PathwayParams, type ChildParts } from '../../pathway/index.ts';
import { priorityReviews, type ReviewParts } from '../list-reviews/view.ts';
import { decidePriority } from './decide.ts';

type Parts = ChildParts & { pathways: AggregateStore<Pathway> };

const outcomeWords = { accelerated: 'See sooner', 'date-order': 'Keep date order' } as const;

export const priorityForm = view({
  id: 'decide-priority-form',
  summary: 'What asks for a priority decision, and the reasons that it can have',
  path: '/:pathwayId/priority',
  permission: 'priority:decide',
  params: PathwayParams,
  load: async ({ params, viewer, may }, { pathways, ...parts }: Parts) => {
    const stored = await pathways.get(params.pathwayId);
    if (!stored) return undefined;
    const { state, version } = stored;
    return {
      ...{ state, version, today: todayInLondon(parts.clock) },
      decideBy: decideByOf(state),
      whose: await childOf(state, { viewer, may }, parts),
      waitingFor: textOf(services, state.service),
      flags: state.priority.flags.map((flag) => ({
        ...flag,
        title: circumstanceTitle(flag.id),
        statedBy: evidenceWords[flag.evidence],
      })),
      choices: priorityReasons.map(({ code, outcome, text }) => ({
        value: code,
        text: `${outcomeWords[outcome]}: ${midSentence(text)}`,
      })),
    };
  },
  version: ({ version }) => version,
  page: { template: 'priority/decide-priority/page.njk' },
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'priority review' }),
});

export const decidePriorityAction = action({
  id: 'decide-priority',
  summary: 'See a child sooner, or keep date order, for a reason; no clock changes',
  path: '/:pathwayId/priority',
  permission: 'priority:decide',
  params: PathwayParams,
  body: z.strictObject({
    /** The reason tells the outcome. */
    reasonCode: PriorityReason,
    expiresOn: CalendarDate.nullable().optional(),
  }),
  expects: 'version',
  form: priorityForm,
  run: ({ params, body, command }, { pathways, clock }: Parts & ReviewParts) =>
    pathways.change(params.pathwayId, command, (pathway) =>
      decidePriority(
        pathway,
        { reasonCode: body.reasonCode, expiresOn: body.expiresOn ?? null },
        command.by,
        todayInLondon(clock),
      ),
    ),
  refusals: {
    'already-closed': () => 'The referral has ended, so there is nothing to decide.',
    'no-such-reason': () => 'Choose one of the reasons.',
    'ends-in-the-past': () => 'The day until which it holds must be after today.',
  },
  then: {
    page: (_, { params }) => `/${params.pathwayId}`,
    says: ({ state: { priority } }) =>
      priority.decision ? `Decided: ${midSentence(outcomeWords[priority.decision.outcome])}.` : undefined,
    worklist: priorityReviews,
    api: ({ state }, { params }) => ({
      status: 200,
      body: PathwayState.parse(state),
      location: `/${params.pathwayId}`,
    }),
  },
  responses: PathwayState,
});
