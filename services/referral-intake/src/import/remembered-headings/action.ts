import { action, problemError } from '@waymark/http';
import { z } from 'zod';
import { HeadingsForm, matched } from '../match-headings/headings-form.ts';
import { MatchingId, matchingParams, rememberedSet, type RememberedParts } from './view.ts';

const Answer = z.strictObject({ id: MatchingId });

export const changeRememberedSet = action({
  id: 'change-remembered-headings',
  summary: 'Change what a remembered set of headings stands for: it holds for files from now on',
  path: '/import/headings/:matchingId',
  permission: 'referral:import',
  params: matchingParams,
  body: HeadingsForm,
  run: async (
    { params: { matchingId }, body, command, viewer },
    { matchings, organisations }: RememberedParts,
  ) => {
    const found = await matchings.one(viewer.organisation, matchingId);
    if (found === undefined) return { kind: 'missing' };
    const said = matched(found.names, body, organisations);
    if ('problems' in said) throw problemError('invalid-body', { errors: said.problems });
    const kept = new Set<string>(said.stands.values());
    const values = Object.fromEntries(Object.entries(found.values).filter(([name]) => kept.has(name)));
    return matchings.remember(viewer.organisation, found.names, { ...said, values }, command);
  },
  refusals: {},
  form: rememberedSet,
  then: { page: () => '/import/headings', api: ({ id }) => ({ status: 200, body: { id } }) },
  responses: Answer,
});

export const forgetRememberedSet = action({
  id: 'forget-remembered-headings',
  summary: 'Forget what a set of headings stands for: the next file with them is asked about again',
  path: '/import/headings/:matchingId/forget',
  permission: 'referral:import',
  params: matchingParams,
  body: z.strictObject({}),
  run: async ({ params: { matchingId }, command, viewer }, { matchings }: RememberedParts) => {
    const found = await matchings.one(viewer.organisation, matchingId);
    return found === undefined ? { kind: 'missing' } : matchings.forget(matchingId, command);
  },
  refusals: {},
  form: rememberedSet,
  then: { page: () => '/import/headings', api: ({ id }) => ({ status: 200, body: { id } }) },
  responses: Answer,
});
