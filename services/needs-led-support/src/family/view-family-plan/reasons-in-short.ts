import { sentenceCase, type ServiceAskedFor } from '@waymark/care-types';
import { oftenHelps } from '../../plan/domain/matching.ts';
import type { Plan } from '../../plan/domain/plan.ts';

type Reasons = Plan['suggestions'][number]['reasons'];

/** The reasons as a family wants them: needs together, what only follows from the wait once, then what is practical. */
export function reasonsInShort(reasons: Reasons, service: ServiceAskedFor): string[] {
  const needs = reasons.filter(({ code }) => code === 'need').map(({ text }) => text);
  const isLikely = reasons.some(({ code }) => code === 'service-asked-for');
  const practical = reasons.filter(({ code }) => code !== 'need' && code !== 'service-asked-for');
  return [
    ...(needs.length > 0 ? [`What you told us: ${needs.join(', ')}`] : []),
    ...(isLikely ? [sentenceCase(oftenHelps(service))] : []),
    ...practical.map(({ text }) => text),
  ];
}
