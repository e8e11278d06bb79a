import { action, ownRecords, problemError } from '@waymark/http';
import { z } from 'zod';
import { HeadingsForm, matched } from '../match-headings/headings-form.ts';
import { neededFrom } from '../domain/importer.ts';
import { MatchingId, matchingParams, rememberedSet, remembersForWho, type RememberedParts } from './view.ts';

const Answer = z.strictObject({ id: MatchingId });

export const changeRememberedSet = action({
  id: 'change-remembered-headings',
  summary: 'Change what a remembered set of headings stands for: it holds for files from now on',
  path: '/import/headings/:matchingId',
  permission: 'referral:import',
  params: matchingParams,
  body: HeadingsForm,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { params: { matchingId }, body, command, ...asking },
    { matchings, organisations }: RememberedParts,
  ) => {
    const { of, as } = remembersForWho(asking);
    const found = await matchings.one(of, matchingId);
    if (found === undefined) return { kind: 'missing' };
    const said = matched(found.names, body, organisations, neededFrom(as));
    if ('problems' in said) throw problemError('invalid-body', { errors: said.problems });
    const kept = new Set<string>(said.stands.values());
    const values = Object.fromEntries(Object.entries(found.values).filter(([name]) => kept.has(name)));
    return matchings.remember(of, found.names, { ...said, values, dayOrder: found.dayOrder }, command);
  },
  refusals: {},
  form: rememberedSet,
  then: {
    page: () => '/import/headings',
    says: () => 'Headings saved for the next file.',
    api: ({ id }) => ({ status: 200, body: { id } }),
  },
  responses: Answer,
});

export const forgetRememberedSet = action({
  id: 'forget-remembered-headings',
  summary: 'Forget what a set of headings stands for: the next file with them is asked about again',
  path: '/import/headings/:matchingId/forget',
  permission: 'referral:import',
  params: matchingParams,
  body: z.strictObject({}),
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ params: { matchingId }, command, ...asking }, { matchings }: RememberedParts) => {
    const found = await matchings.one(remembersForWho(asking).of, matchingId);
    return found === undefined ? { kind: 'missing' } : matchings.forget(matchingId, command);
  },
  refusals: {},
  form: rememberedSet,
  then: {
    page: () => '/import/headings',
    says: () => 'Headings deleted. The next file with them is asked about again.',
    api: ({ id }) => ({ status: 200, body: { id } }),
  },
  responses: Answer,
});
