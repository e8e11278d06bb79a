import { reviewWords, stepWords } from '../domain/needs-plan-words.ts';
import { endReasons, type NeedsPlan } from '../domain/needs-plan.ts';
import { timeOf, actorLabel } from '../../shared/history.ts';
import type { HistoryEntry } from '@waymark/aggregate-store';

type Item = { on: string; said?: string; text: string };

/** What has happened with a plan, the newest first: who in which role, what, and when. */
export function planTimeline(plan: NeedsPlan, history: readonly HistoryEntry[], viewerId: string): Item[] {
  const { reviews, steps, ended, became } = plan;
  const of = (command: string) => history.filter((entry) => entry.command === command);
  const said = (entry: HistoryEntry | undefined) =>
    entry ? { said: `${actorLabel(entry.by, viewerId)}, ${timeOf(entry.at.instant)}` } : {};
  const [started] = of('start-plan');
  const added = of('add-plan-step');
  const atFirst = steps.length - added.length;
  return [
    {
      on: plan.startedOn,
      ...said(started),
      text: ['Plan begun.', ...steps.slice(0, atFirst).map((step) => `Tried: ${stepWords(step)}.`)].join(' '),
    },
    ...added.flatMap((entry, at) => {
      const step = steps[atFirst + at];
      return step ? [{ on: entry.at.date, ...said(entry), text: `Tried: ${stepWords(step)}.` }] : [];
    }),
    ...of('review-plan').flatMap((entry, at) => {
      const seen = reviews[at];
      return seen ? [{ on: seen.on, ...said(entry), text: reviewWords(plan, seen) }] : [];
    }),
    ...(ended
      ? [{ on: ended.on, ...said(of('end-plan')[0]), text: `Ended. ${endReasons[ended.reason]}.` }]
      : []),
    ...(became ? [{ on: became.on, text: `Became the referral ${became.reference}.` }] : []),
  ]
    .map((item, order) => ({ item, order }))
    .toSorted((a, b) => (a.item.on === b.item.on ? b.order - a.order : a.item.on < b.item.on ? 1 : -1))
    .map(({ item }) => item);
}
