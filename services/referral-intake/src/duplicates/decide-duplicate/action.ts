import { ServiceAskedFor, services, textOf } from '@waymark/care-types';
import { DuplicatePairId, PersonId, ReferralId } from '@waymark/events';
import type { Decision, Outcome } from '@waymark/decisions';
import { action, type ActionContext, type Action, type View } from '@waymark/http';
import { z } from 'zod';
import { listDuplicates, type DuplicateListParts } from '../view-duplicates/list.ts';
import { notePlace } from '../adapters/duplicate-pairs.ts';
import {
  DuplicatePair,
  oneChild,
  resolutions,
  takeBack,
  twoChildren,
  type RecordsNow,
} from '../domain/duplicate-pair.ts';
import { note } from '../../shared/note.ts';
import { happenedSince } from '../../shared/history.ts';
import { pairParams, type PairParts } from '../view-duplicates/pair.ts';
import { carryOut, referralsOf, type CarryOutParts } from './carry-out.ts';
import { becauseField, decisionForm, keepField, standsFields, type DecisionName } from './form.ts';

type DecideParts = PairParts & CarryOutParts;
type Params = z.output<typeof pairParams>;

const Because = note('Why you decide so');

const Decided = z.object({
  pairId: DuplicatePairId,
  state: DuplicatePair.shape.state,
  outcome: z.enum(resolutions).nullable(),
  kept: PersonId.nullable(),
  halted: z.boolean(),
});

type Definition<Body extends { because: string }> = {
  name: DecisionName;
  command: string;
  summary: string;
  body: z.ZodType<Body>;
  /** What was written is sealed already. */
  decide(
    pair: DuplicatePair,
    ctx: ActionContext<Params, Body>,
    parts: DecideParts,
  ): Promise<Decision<DuplicatePair>>;
  /** What was done, for the page that follows. */
  says: string;
  form: View<PairParts>;
};

/**
 * A decision about two records, by form and by program. It is written down first, then made so everywhere; who comes
 * second is told what happened meanwhile: who, in which role, did what, and when.
 */
function decisionAction<Body extends { because: string }>(
  definition: Definition<Body>,
): Action<DecideParts & DuplicateListParts> {
  return action({
    id: definition.command,
    summary: definition.summary,
    path: `/duplicates/:pairId/${definition.name}`,
    permission: 'duplicate:decide',
    params: pairParams,
    body: definition.body,
    expects: 'version',
    run: async (
      ctx: ActionContext<Params, Body>,
      parts: DecideParts & DuplicateListParts,
    ): Promise<Outcome<DuplicatePair>> => {
      const { params, body, command, viewer, clock } = ctx;
      const { pairId } = params;
      const because = parts.cipher.seal(body.because, notePlace(pairId, command.at.instant));
      const sealed = { ...ctx, body: { ...body, because } };
      const outcome = await parts.pairs.change(pairId, command, (pair) =>
        definition.decide(pair, sealed, parts),
      );
      const about = { store: parts.pairs, id: pairId, viewerId: viewer.id };
      if (outcome.kind === 'stale') {
        const happened = await happenedSince(command.expected, about);
        return {
          ...outcome,
          says: `${happened || 'One of the records was changed.'} That was after you opened it. Look at the two as they are now, then decide again.`,
        };
      }
      if (outcome.kind === 'refused')
        return { ...outcome, facts: { ...outcome.facts, happened: await happenedSince(undefined, about) } };
      if (outcome.kind !== 'done') return outcome;
      await carryOut(pairId, parts, clock);
      const now = await parts.pairs.get(pairId);
      return now ? { ...outcome, version: now.version, state: now.state } : outcome;
    },
    refusals,
    form: definition.form,
    then: {
      page: ({ id }) => `/duplicates/${id}`,
      says: () => definition.says,
      ...(definition.name !== 'undo' && { worklist: listDuplicates }),
      api: ({ state: { pairId, state, decision, halted } }) => ({
        status: 200,
        body: {
          ...{ pairId, state, halted: halted === true },
          outcome: decision?.outcome ?? null,
          kept: decision?.kept ?? null,
        },
      }),
    },
    responses: Decided,
  });
}

type Facts = Readonly<Record<string, unknown>>;

const refusals = {
  'decided-already': ({ happened }: Facts) => `This pair is decided already. ${String(happened)}`.trim(),
  'not-of-the-pair': () => 'Choose one of the two records to stay',
  'no-longer-there': () =>
    'One of the two records has been erased, or is part of another one by now. Look at the list again.',
  'number-would-be-lost': () => 'Choose the record that has the NHS number, so that the number is not lost',
  'no-same-referral': () =>
    'The two do not wait for the same service. If they are one child, say that they are the same child.',
  'which-stands': ({ services: open }: Facts) =>
    `Both records wait for ${(open as string[]).map((code) => textOf(services, code)).join(' and ')}. Choose the referral that goes on`,
  'nothing-to-undo': () => 'There is no decision to undo.',
  'undo-later-first': () =>
    'The record that stayed has been put together with another one since. Undo that decision first.',
};

/** How the two records stand at the moment of the decision. */
async function pairAndRecords(
  pair: DuplicatePair,
  { people, referrals, mergedPeople }: DecideParts,
): Promise<RecordsNow> {
  const ids = [pair.one, pair.other];
  const [details, records] = await Promise.all([people.detailsOf(ids), referralsOf(ids, referrals)]);
  return {
    records: records.map(({ state }) => state),
    numbered: ids.filter((id) => details.get(id)?.nhsNumber !== undefined),
    bothThere: ids.every((id) => details.has(id) && mergedPeople.keptOf(id) === id),
  };
}

const sameChildForm = decisionForm({
  name: 'same-child',
  title: 'They are the same child',
  submit: 'Put the two records together',
  follows:
    'The referrals of the other record become this child’s, and new ones come to the record that stays. The team sees one child. It can be undone.',
  fields: (shown) => [keepField(shown), ...standsFields(shown), becauseField],
});

const sameReferralForm = decisionForm({
  name: 'same-referral',
  title: 'It is the same referral again',
  submit: 'Make them one referral',
  follows:
    'They are the same child, and the newer referral ends as a duplicate of the older one, which is no discharge. The wait counts from the older one. It can be undone.',
  fields: (shown) => [keepField(shown), becauseField],
});

const notTheSameForm = decisionForm({
  name: 'not-the-same',
  title: 'They are two children',
  submit: 'Keep them apart',
  follows:
    'Both records stay as they are. The pair is not shown again, unless a name, a date of birth, an NHS number, a postcode or a school of either changes.',
  fields: () => [becauseField],
});

const undoDuplicateForm = decisionForm({
  name: 'undo',
  title: 'Undo the decision',
  submit: 'Undo it',
  follows:
    'Both records and their referrals become what they were, and what happened to them since stays. Referrals that came since stay with the record that was kept. The pair waits for a decision again.',
  fields: () => [becauseField],
});

const keepWords = 'Choose the record that stays';
const KeptRecord = z
  .union([PersonId, z.literal('')], { error: keepWords })
  .refine((keep) => keep !== '', keepWords)
  .transform((keep) => PersonId.parse(keep));

const sameChild = decisionAction({
  name: 'same-child',
  command: 'same-child',
  says: 'Recorded: same child. The two records are put together.',
  summary:
    'Two records are of one child: which one stays, and which referral goes on where both wait for a service',
  body: z.strictObject({
    keep: KeptRecord,
    stands: z.partialRecord(ServiceAskedFor, ReferralId).optional(),
    because: Because,
  }),
  decide: async (pair, { body, command }, parts) =>
    oneChild(
      pair,
      'same-child',
      { keep: body.keep, stands: body.stands ?? {} },
      await pairAndRecords(pair, parts),
      body,
      command,
    ),
  form: sameChildForm,
});

const sameReferral = decisionAction({
  name: 'same-referral',
  command: 'same-referral',
  says: 'Recorded: same referral again. The older referral goes on.',
  summary: 'Two records are of one child, referred twice for the same: the older referral goes on',
  body: z.strictObject({ keep: KeptRecord, because: Because }),
  decide: async (pair, { body, command }, parts) =>
    oneChild(
      pair,
      'same-referral',
      { keep: body.keep, stands: {} },
      await pairAndRecords(pair, parts),
      body,
      command,
    ),
  form: sameReferralForm,
});

const notTheSame = decisionAction({
  name: 'not-the-same',
  command: 'not-the-same',
  says: 'Recorded: different children. Both records stay as they are.',
  summary: 'Two records are of two children: the pair is not offered again unless a record changes',
  body: z.strictObject({ because: Because }),
  decide: async (pair, { body, command }, parts) =>
    twoChildren(pair, (await pairAndRecords(pair, parts)).records, body, command),
  form: notTheSameForm,
});

const undoDuplicate = decisionAction({
  name: 'undo',
  command: 'undo-duplicate',
  says: 'Decision undone. The pair waits for a decision again.',
  summary: 'Take a decision about two records back: both and their referrals become what they were',
  body: z.strictObject({ because: Because }),
  decide: (pair, { body, command }, { mergedPeople }) => {
    const kept = pair.decision?.kept ?? null;
    return Promise.resolve(
      takeBack(pair, kept === null || mergedPeople.keptOf(kept) === kept, body, command),
    );
  },
  form: undoDuplicateForm,
});

export const duplicateActions = [sameChild, sameReferral, notTheSame, undoDuplicate];
export const duplicateForms = [sameChildForm, sameReferralForm, notTheSameForm, undoDuplicateForm];
