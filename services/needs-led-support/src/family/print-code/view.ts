import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { familyCodeFor, printedCode } from '../../plan/domain/family-code.ts';
import { childOf, type ChildParts } from '../../plan/index.ts';
import type { Plan } from '../../plan/domain/plan.ts';

export type Parts = ChildParts & { plans: AggregateStore<Plan>; codeKey: string; publicUrl: string };

export const printCode = view({
  id: 'print-code',
  summary: 'The letter with which a family opens its page: the code, how to use it, and whom to call',
  path: '/plans/:pathwayId/code',
  permission: 'support:manage-code',
  params: z.strictObject({ pathwayId: PathwayId }),
  load: async ({ params, viewer, may, basePath }, { plans, codeKey, publicUrl, ...parts }: Parts) => {
    const stored = await plans.get(params.pathwayId);
    if (!stored) return undefined;
    const { state, version } = stored;
    return {
      state,
      version,
      whose: await childOf(state, { viewer, may }, parts),
      code: printedCode(familyCodeFor(codeKey, state.pathwayId, state.codeIssue)),
      address: `${publicUrl}${basePath}/family`,
    };
  },
  page: { template: 'family/print-code/page.njk' },
  api: {
    body: z.object({ code: z.string(), issue: z.int(), address: z.url() }),
    of: ({ code, state, address }) => ({ code, issue: state.codeIssue, address }),
  },
  version: ({ version }) => version,
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'access code for the family' }),
});
