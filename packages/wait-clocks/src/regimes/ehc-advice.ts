import { weeklyBands } from '../bands.ts';
import type { FactOf } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import { defineRegime, type Wait } from '../regime.ts';
import type { CaseHistory } from '../case-history.ts';

const SOURCE = 'Special Educational Needs and Disability Regulations 2014, regulations 6 to 8';

type Requested = FactOf<'ehc-advice-requested'>;
type Sent = FactOf<'ehc-advice-sent'>;

function found(rule: string, says: string, fact: { factId: string; on: Finding['on'] }): Finding {
  return { rule, source: SOURCE, says, facts: [fact.factId], on: fact.on };
}

/** Each request with what answered it; one asked again before the answer is the same request. None after a death. */
function requestsOf(history: CaseHistory): { asked: Requested; sent: Sent | undefined; place: number }[] {
  const requests: { asked: Requested; sent: Sent | undefined; place: number }[] = [];
  for (const fact of history.facts) {
    if (fact.type !== 'ehc-advice-requested' && fact.type !== 'ehc-advice-sent') continue;
    if (history.died !== undefined && fact.on > history.died.on) break;
    const last = requests.findLast(({ asked }) => asked.referralId === fact.referralId);
    if (fact.type === 'ehc-advice-sent') {
      if (last !== undefined) last.sent ??= fact;
    } else if (last === undefined || last.sent !== undefined)
      requests.push({ asked: fact, sent: undefined, place: (last?.place ?? 0) + 1 });
  }
  return requests;
}

/** Advice for an education, health and care needs assessment: within six weeks of the council's request. */
export const ehcAdvice = defineRegime({
  id: 'ehc-advice-6-weeks',
  title: 'Advice for an education, health and care plan: six weeks',
  shortTitle: 'EHC advice',
  limit: { days: 42 },
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  /** It follows from its request alone, whatever the referral says, and where there is none. */
  appliesTo: () => true,
  holdsWithout: ({ asksForAdvice }) => asksForAdvice,
  source: SOURCE,
  section: '§2.6',
  needs: [{ needed: { code: 'advice-is-sent', short: 'the advice is sent', says: 'The advice is sent' } }],
  waits: (history) => {
    const { died } = history;
    return requestsOf(history).map(({ asked, sent, place }): Wait => {
      const start = found('ehc-start', 'The council asked for advice', asked);
      const wait = {
        referralIds: [asked.referralId] as [string],
        period: place,
        start: asked.on,
        settings: {},
      };
      if (sent !== undefined) {
        const stop = found('ehc-stop', 'The advice was sent', sent);
        return { ...wait, stop: sent.on, state: 'stopped', evidence: [start, stop] };
      }
      if (died !== undefined) {
        const end = found('ehc-end', 'The child died', died);
        return { ...wait, stop: died.on, state: 'ended', evidence: [start, end] };
      }
      return { ...wait, stop: null, state: 'running', evidence: [start] };
    });
  },
});
