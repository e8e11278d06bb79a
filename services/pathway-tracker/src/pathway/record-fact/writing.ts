import { midSentence, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState } from '@waymark/events';
import { type Decision, type CommandMeta } from '@waymark/decisions';
import { action, type Action, type View } from '@waymark/http';
import { z } from 'zod';
import { childOf, type ChildParts } from '../child.ts';
import type { Pathway } from '../domain/pathway.ts';
import type { PathwayParams } from '../params.ts';
import { CheckedAnswer, checked } from './checked.ts';
import type { Field, Kind } from './kind.ts';

export type WritingParts = ChildParts & { pathways: AggregateStore<Pathway> };

/** One way in which a kind of fact comes to stand on a pathway: recorded, or in the place of another. */
export type Writing<Params extends z.infer<typeof PathwayParams>> = {
  /** Before the id of the kind: `record` or `correct`. */
  id: string;
  /** What it does, after the title of the kind. */
  does: string;
  path: `/${string}`;
  params: z.ZodType<Params>;
  template: string;
  /** 201 where something is there that was not. */
  status: 200 | 201;
  refusals: Action<WritingParts>['refusals'];
  /** What it asks besides what the kind asks. */
  asks?: { body: z.ZodRawShape; fields: readonly Field[] };
  decide(
    pathway: Pathway,
    params: Params,
    body: { on: CalendarDate },
    command: CommandMeta,
  ): Decision<Pathway>;
  /** What the page shows beside the form and what it changes. */
  shows?: (pathway: Pathway, params: Params) => object;
};

/** What writes it, and what says beforehand what that will do to each clock and saves nothing. */
export function writingActions<Params extends z.infer<typeof PathwayParams>>(
  kind: Kind,
  form: View<WritingParts>,
  { id, does, path, params: names, template, status, refusals, asks, decide, shows }: Writing<Params>,
): Action<WritingParts>[] {
  const common = {
    permission: 'pathway:record' as const,
    params: names,
    body: bodyOf(kind, asks),
    form,
    refusals,
  };
  const check = action({
    ...common,
    id: `check-${id}-${kind.id}`,
    summary: `${kind.title}: what ${does} would do to each clock, without saving it`,
    path: `${path}/check`,
    looks: true,
    run: async ({ params, body, command, viewer, may }, { pathways, ...parts }: WritingParts) => {
      const stored = await pathways.get(params.pathwayId);
      if (!stored) return { kind: 'missing' };
      const decision = decide(stored.state, params, body, command);
      if (decision.kind === 'refused') return decision;
      const found = checked(stored.state, decision.state, body.on, command.at.date);
      const whose = await childOf(stored.state, { viewer, may }, parts);
      return { kind: 'done', id: params.pathwayId, state: { ...found, whose }, repeated: false };
    },
    then: {
      page: ({ state: { pathway, whose, ...found } }, { params, command }) => ({
        template,
        model: {
          ...{
            state: pathway,
            whose,
            kind,
            today: command.at.date,
            fields: fieldsOf(kind, command.at.date, asks),
          },
          ...{ ...shows?.(pathway, params), checked: found },
        },
      }),
      api: ({ state }) => ({ status: 200, body: CheckedAnswer.parse(state) }),
    },
    audits: ({ state: { pathway } }) => ({ subjects: [pathway.personId], purpose: 'direct care' }),
    responses: CheckedAnswer,
  });
  const write = action({
    ...common,
    id: `${id}-${kind.id}`,
    summary: `${kind.title}: ${does}`,
    path,
    run: ({ params, body, command }, { pathways }: WritingParts) =>
      pathways.change(params.pathwayId, command, (pathway) => decide(pathway, params, body, command)),
    then: {
      page: (_, { params }) => `/${params.pathwayId}`,
      says: () => recordedWords(kind, id),
      api: ({ state }, { params, command }) => ({
        status,
        body: { factId: `rec.${command.key}`, pathway: PathwayState.parse(state) },
        location: `/${params.pathwayId}`,
      }),
    },
    responses: z.object({ factId: z.string(), pathway: PathwayState }),
  });
  return [write, check];
}

/** That a fact of a kind was recorded or corrected: "Recorded: a contact." */
function recordedWords({ title, says }: Kind, id: string): string {
  const what = midSentence(title.replace(/^Record (that )?/, ''));
  if (id === 'correct') return `Corrected: ${what}.`;
  return says ?? `Recorded: ${what}.`;
}

type Asks = Writing<z.infer<typeof PathwayParams>>['asks'];

/** What a form for a kind of fact asks: what the kind asks, and what the way of writing does besides. */
export function fieldsOf(kind: Kind, today: CalendarDate, asks: Asks): readonly Field[] {
  return [...kind.fields(today), ...(asks?.fields ?? [])];
}

function bodyOf({ body }: Kind, asks: Asks): Kind['body'] {
  return asks ? ((body as unknown as z.ZodObject).safeExtend(asks.body) as unknown as Kind['body']) : body;
}
