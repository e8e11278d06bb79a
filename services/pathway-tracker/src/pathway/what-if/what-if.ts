import { dayInWords, midSentence, sentenceCase, todayInLondon, type CalendarDate } from '@waymark/care-types';
import { refuse, type CommandMeta, type Decision } from '@waymark/decisions';
import { action, view, type Action, type ActionContext, type View } from '@waymark/http';
import type { ChildHead } from '@waymark/web';
import { z } from 'zod';
import { childOf } from '../child.ts';
import { recalculated } from '../domain/clocks.ts';
import type { Pathway } from '../domain/pathway.ts';
import { commonOf, record } from '../domain/recording.ts';
import { factWords } from '../fact-words.ts';
import { PathwayParams } from '../params.ts';
import { checked } from '../record-fact/checked.ts';
import type { Kind } from '../record-fact/kind.ts';
import { kindGroups, kinds } from '../record-fact/kinds.ts';
import { recordRefusals } from '../record-fact/refusals.ts';
import type { WritingParts } from '../record-fact/writing.ts';
import { comparedClocks, type ComparedClock } from './compared.ts';

const templates = { choose: 'pathway/what-if/page.njk', kind: 'pathway/what-if/kind.njk' } as const;
const purpose = 'direct care';

/** The words of a kind after "What if": "A contact", "The start of treatment". */
const hypothesisOf = ({ title }: Kind) => sentenceCase(title.replace(/^Record (?:that )?/, ''));

/** What may be left out: everything but the referral itself, without which there is no clock. */
const factsOf = ({ facts }: Pathway) =>
  facts
    .filter(({ type }) => type !== 'referral-received')
    .map((fact) => ({ value: fact.factId, text: `${dayInWords(fact.on)}: ${factWords(fact)}` }));

/** Begins from the child's own facts: something else that happened, or one of them left out. */
export const whatIfForm = view({
  id: 'what-if-form',
  summary: 'What if something else had happened to this child: what to try, from the facts that are recorded',
  path: '/:pathwayId/what-if',
  permission: 'pathway:view',
  params: PathwayParams,
  load: async ({ params, viewer, may }, { pathways, ...parts }: WritingParts) => {
    const stored = await pathways.get(params.pathwayId);
    if (!stored) return undefined;
    return { whose: await childOf(stored.state, { viewer, may }, parts), ...chooseModel(stored.state) };
  },
  page: { template: templates.choose },
  audits: ({ state }) => ({ subjects: [state.personId], purpose }),
});

function chooseModel(state: Pathway) {
  return {
    state,
    facts: factsOf(state),
    groups: kindGroups.map(({ title, kinds: some }) => ({
      title,
      kinds: some.map((kind) => ({ id: kind.id, text: hypothesisOf(kind) })),
    })),
  };
}

/** What would follow. Nothing of it is kept. */
type Tried = { pathway: Pathway; whose: ChildHead; compared: ComparedClock[]; closes: boolean; says: string };

async function tried<Params extends z.infer<typeof PathwayParams>, Body>(
  { params, viewer, may, command }: ActionContext<Params, Body>,
  { pathways, ...parts }: WritingParts,
  attempt: (pathway: Pathway) => { decision: Decision<Pathway>; on: CalendarDate; says: string },
) {
  const stored = await pathways.get(params.pathwayId);
  if (!stored) return { kind: 'missing' as const };
  const { decision, on, says } = attempt(stored.state);
  if (decision.kind === 'refused') return decision;
  const today = command.at.date;
  const { effects, closes } = checked(stored.state, decision.state, on, today);
  const whose = await childOf(stored.state, { viewer, may }, parts);
  const compared = comparedClocks(effects, today);
  const state: Tried = { pathway: stored.state, whose, compared, closes, says };
  return { kind: 'done' as const, id: params.pathwayId, state, repeated: false };
}

const WithoutFact = z.strictObject({
  factId: z.string({ error: 'Select what to leave out' }).min(1, 'Select what to leave out').max(200),
});

/** The clocks if one of the facts had not happened. */
export const whatIfWithout = action({
  id: 'what-if-without',
  summary:
    'What if one of the facts of this child had not happened: each clock before and after; nothing is stored',
  path: '/:pathwayId/what-if/without',
  permission: 'pathway:view',
  params: PathwayParams,
  body: WithoutFact,
  looks: true,
  form: whatIfForm,
  run: (ctx, parts: WritingParts) =>
    tried(ctx, parts, (pathway) => {
      const left = pathway.facts.find(({ factId }) => factId === ctx.body.factId);
      const facts = pathway.facts.filter((fact) => fact !== left);
      const today = ctx.command.at.date;
      if (!left || left.type === 'referral-received')
        return { decision: refuse('not-recorded'), on: today, says: '' };
      const says = `If this had not happened: ${dayInWords(left.on)}: ${factWords(left)}`;
      const state = recalculated({ ...pathway, facts }, today);
      return { decision: { kind: 'decided', state, events: [] }, on: left.on, says };
    }),
  refusals: { 'not-recorded': () => 'Select something that is recorded. It may have been taken back since.' },
  then: {
    page: ({ state: { pathway, ...found } }) => ({
      template: templates.choose,
      model: { ...chooseModel(pathway), whose: found.whose, found },
    }),
  },
  audits: ({ state: { pathway } }) => ({ subjects: [pathway.personId], purpose }),
});

/** The form for one kind of fact, as it is recorded by. */
function formOf(kind: Kind): View<WritingParts> {
  return view({
    id: `what-if-${kind.id}-form`,
    summary: `What if: ${hypothesisOf(kind)}: the form`,
    path: `/:pathwayId/what-if/${kind.id}`,
    permission: 'pathway:view',
    params: PathwayParams,
    load: async ({ params, viewer, may }, { pathways, ...parts }: WritingParts) => {
      const stored = await pathways.get(params.pathwayId);
      if (!stored) return undefined;
      const whose = await childOf(stored.state, { viewer, may }, parts);
      return { whose, ...kindModel(kind, stored.state, todayInLondon(parts.clock)) };
    },
    page: { template: templates.kind },
    audits: ({ state }) => ({ subjects: [state.personId], purpose }),
  });
}

const kindModel = (kind: Kind, state: Pathway, today: CalendarDate) => ({
  ...{ state, kind, today, fields: kind.fields(today) },
  title: `What if: ${midSentence(hypothesisOf(kind))}`,
  step: hypothesisOf(kind),
});

/** The clocks if something else had happened, by the rules by which it would be recorded. */
function attemptOf(kind: Kind, form: View<WritingParts>): Action<WritingParts> {
  return action({
    id: `what-if-${kind.id}`,
    summary: `What if: ${hypothesisOf(kind)}: each clock before and after; nothing is stored`,
    path: `/:pathwayId/what-if/${kind.id}`,
    permission: 'pathway:view',
    params: PathwayParams,
    body: kind.body,
    looks: true,
    form,
    run: (ctx, parts: WritingParts) =>
      tried(ctx, parts, (pathway) => hypothesis(kind, pathway, ctx.body, ctx.command)),
    refusals: recordRefusals,
    then: {
      page: ({ state: { pathway, ...found } }, { command }) => ({
        template: templates.kind,
        model: { ...kindModel(kind, pathway, command.at.date), whose: found.whose, found },
      }),
    },
    audits: ({ state: { pathway } }) => ({ subjects: [pathway.personId], purpose }),
  });
}

function hypothesis(kind: Kind, pathway: Pathway, body: { on: CalendarDate }, command: CommandMeta) {
  const { on } = body;
  const fact = kind.fact(body, commonOf(pathway.referralId, on, command));
  if ('refused' in fact) return { decision: refuse(fact.refused), on, says: '' };
  return {
    decision: record(pathway, fact, command.by, command.at.date),
    on,
    says: `If this had happened: ${dayInWords(on)}: ${factWords(fact)}`,
  };
}

const forms = kinds.map((kind) => ({ kind, form: formOf(kind) }));
export const whatIfViews: readonly View<WritingParts>[] = [whatIfForm, ...forms.map(({ form }) => form)];
export const whatIfActions: readonly Action<WritingParts>[] = [
  whatIfWithout,
  ...forms.map(({ kind, form }) => attemptOf(kind, form)),
];
