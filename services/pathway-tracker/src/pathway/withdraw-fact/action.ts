import { todayInLondon, sentenceCase } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState } from '@waymark/events';
import { action, view } from '@waymark/http';
import { z } from 'zod';
import { Pathway } from '../domain/pathway.ts';
import { childOf, type ChildParts } from '../child.ts';
import { factWords } from '../fact-words.ts';
import { checked } from '../record-fact/checked.ts';
import { RecordedFactParams } from '../params.ts';
import { withdrawalWords } from '../view-pathway/timeline.ts';
import { withdraw } from './decide.ts';

type Parts = ChildParts & { pathways: AggregateStore<Pathway> };

const reasons = Pathway.shape.withdrawn.element.shape.reason;

export const withdrawForm = view({
  id: 'withdraw-fact-form',
  summary: 'What was recorded, and why it may be taken back',
  path: '/:pathwayId/facts/:factId/withdraw',
  permission: 'pathway:record',
  params: RecordedFactParams,
  load: async ({ params, viewer, may }, { pathways, ...parts }: Parts) => {
    const stored = await pathways.get(params.pathwayId);
    const fact = stored?.state.facts.find(({ factId }) => factId === params.factId);
    if (!stored || !fact) return undefined;
    const today = todayInLondon(parts.clock);
    const decision = withdraw(stored.state, { ...params, reason: 'did-not-happen' }, viewer, today);
    if (decision.kind === 'refused') return undefined;
    return {
      state: stored.state,
      whose: await childOf(stored.state, { viewer, may }, parts),
      fact,
      checked: checked(stored.state, decision.state, fact.on, today),
      words: factWords(fact),
      reasons: reasons.options.map((value) => ({ value, text: sentenceCase(withdrawalWords[value]) })),
    };
  },
  page: { template: 'pathway/withdraw-fact/page.njk' },
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
});

export const withdrawFact = action({
  id: 'withdraw-fact',
  summary: 'Take back what was recorded by mistake; the clocks are worked out again without it',
  path: '/:pathwayId/facts/:factId/withdraw',
  permission: 'pathway:record',
  params: RecordedFactParams,
  body: z.strictObject({ reason: reasons }),
  form: withdrawForm,
  run: ({ params, body, command }, { pathways, clock }: Parts) =>
    pathways.change(params.pathwayId, command, (pathway) =>
      withdraw(pathway, { factId: params.factId, ...body }, command.by, todayInLondon(clock)),
    ),
  refusals: {
    'told-by-the-referral': () => 'The referral says this. Correct the referral instead.',
    'not-recorded': () => 'This is not recorded any more.',
  },
  then: {
    page: (_, { params }) => `/${params.pathwayId}`,
    says: () => 'Taken back: it no longer counts for any clock.',
    api: ({ state }, { params }) => ({
      status: 200,
      body: PathwayState.parse(state),
      location: `/${params.pathwayId}`,
    }),
  },
  responses: PathwayState,
});
