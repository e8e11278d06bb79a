import { CalendarDate, sentenceCase, todayInLondon } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { notHereYet, type Arrivals } from '@waymark/service-base';
import { childOf, type ChildParts } from '../child.ts';
import { recalculated } from '../domain/clocks.ts';
import { RiskSteps, type Pathway } from '../domain/pathway.ts';
import { riskStepWords, takenUpWords } from '../priority-words.ts';
import { cardsOf } from './clock-cards.ts';
import { doNextOf } from './do-next.ts';
import { headOf } from './head.ts';
import { leadOf } from './lead.ts';
import { dataQualityFindings } from './data-quality.ts';
import { PathwayParams } from '../params.ts';
import { timelineOf } from './timeline.ts';

export type Parts = ChildParts & { pathways: AggregateStore<Pathway>; arrivals: Pick<Arrivals, 'now'> };

const PathwayAnswer = PathwayState.extend({
  sameDayRisk: z
    .object({
      since: CalendarDate,
      takenUp: z
        .object({ on: CalendarDate, step: RiskSteps, says: z.string() })
        .nullable()
        .describe('By whom and when; null while it is for today'),
    })
    .nullable()
    .describe('Serious risk that was stated'),
});

export const viewPathway = view({
  id: 'view-pathway',
  summary: 'One wait: its clocks and why they stand where they do, what has happened, and what to do next',
  path: '/:pathwayId',
  permission: 'pathway:view',
  params: PathwayParams,
  load: async ({ params, viewer, may, basePath }, { pathways, arrivals, ...parts }: Parts) => {
    const stored = await pathways.get(params.pathwayId);
    if (!stored) return notHereYet(arrivals.now());
    const today = todayInLondon(parts.clock);
    const state = recalculated(stored.state, today);
    const here = `${basePath}/${state.pathwayId}`;
    return {
      state,
      version: stored.version,
      today,
      whose: await childOf(state, { viewer, may }, parts),
      head: headOf(state, today),
      cards: cardsOf(state, today),
      happened: timelineOf(state, here),
      lead: leadOf(state, today),
      dataQualityFindings: dataQualityFindings(state, today),
      doNext: doNextOf(state, today, here),
    };
  },
  version: ({ version }) => version,
  page: { template: 'pathway/view-pathway/page.njk' },
  api: {
    body: PathwayAnswer,
    of: ({ state }) => ({ ...PathwayState.parse(state), sameDayRisk: riskOf(state) }),
  },
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
});

function riskOf({ sameDayRisk }: Pathway): z.infer<typeof PathwayAnswer>['sameDayRisk'] {
  if (!sameDayRisk) return null;
  const { since, taken } = sameDayRisk;
  const says = taken && `${sentenceCase(takenUpWords(taken))}: ${riskStepWords[taken.step]}.`;
  return { since, takenUp: taken && says ? { on: taken.on, step: taken.step, says } : null };
}
