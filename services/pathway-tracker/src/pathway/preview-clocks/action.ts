import { CalendarDate, Moment, todayInLondon, dayInWords } from '@waymark/care-types';
import { action, view } from '@waymark/http';
import {
  ClockState,
  clocksOf,
  clockStateOf,
  Fact,
  FindingId,
  findingsIn,
  RegimeId,
  regimes,
  RttStatus,
  Settings,
  statusesOf,
} from '@waymark/wait-clocks';
import { z } from 'zod';
import { exampleFacts } from './example.ts';

const mostFacts = 5_000;

/** A form sends the list as one text, a program as a list. */
const asJson = (sent: unknown): unknown => {
  const text: unknown = Array.isArray(sent) && sent.length === 1 ? sent[0] : sent;
  if (typeof text !== 'string') return sent;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** The facts of one person, and how they are looked at. */
export const PreviewBody = z.strictObject({
  facts: z
    .preprocess(
      asJson,
      z
        .array(Fact, { error: 'Write a list of facts, as JSON' })
        .min(1, 'Give at least one fact')
        .max(mostFacts),
    )
    .describe('Everything that is known of one person, in any order')
    .meta({ examples: [exampleFacts] }),
  asOf: CalendarDate.optional().describe('The day at whose end one looks; today where absent'),
  now: Moment.optional().describe(
    'The moment at which one looks, for limits in hours; the end of the day where absent',
  ),
  regimes: z.array(RegimeId).min(1).optional().describe('The rules to look at; all where absent'),
  settings: Settings.optional().describe('How what the sources leave open is read'),
});

/** What follows from the facts. */
export const PreviewAnswer = z.object({
  asOf: CalendarDate,
  clocks: z.array(ClockState),
  statuses: z
    .array(z.object({ factId: z.string(), on: CalendarDate, status: RttStatus }))
    .describe('The status of referral to treatment of each activity'),
  findings: z.array(z.object({ id: FindingId, says: z.string(), facts: z.array(z.string()) })),
});

const template = 'pathway/preview-clocks/page.njk';
const example = JSON.stringify(exampleFacts, null, 2);

/** A page to try it by hand. */
export const previewForm = view({
  id: 'preview-clocks-form',
  summary: 'What if: the clocks that would follow from some facts',
  path: '/what-if',
  permission: 'pathway:view',
  load: async () => ({ example }),
  page: { template },
});

/** Works clocks out for whoever asks, from the facts that they send, and keeps nothing. */
export const previewClocks = action({
  id: 'preview-clocks',
  summary: 'Work out the clocks, with their evidence, from the facts that are sent; nothing is stored',
  path: '/what-if',
  apiPath: '/api/clocks\\:preview',
  permission: 'pathway:view',
  body: PreviewBody,
  looks: true,
  form: previewForm,
  run: async ({ body, clock }) => {
    const { facts, now, settings = Settings.parse({}), asOf = todayInLondon(clock) } = body;
    const wanted = body.regimes?.map((id) => regimes[id]);
    const asked = { asOf, now, settings, ...(wanted && { regimes: wanted }) };
    const state = {
      asOf,
      clocks: clocksOf(facts, asked).map(clockStateOf),
      statuses: [...statusesOf(facts, asked)],
      findings: findingsIn(facts, asked),
    };
    return { kind: 'done', id: 'preview', state, repeated: false };
  },
  refusals: {},
  then: {
    page: ({ state }) => ({
      template,
      model: {
        example,
        found: {
          ...state,
          clocks: state.clocks.map((clock) => ({
            ...clock,
            steps: clock.evidence.map(({ says, rule, on }) => ({
              says: on ? `${dayInWords(on)}: ${says}` : says,
              rule,
              note: null,
            })),
          })),
        },
      },
    }),
    api: ({ state }) => ({ status: 200, body: state }),
  },
  responses: PreviewAnswer,
});
