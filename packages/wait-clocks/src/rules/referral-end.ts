import type { Finding } from '../evidence.ts';
import type { End } from '../case-history.ts';

const words = {
  discharged: 'The child was discharged',
  rejected: 'The referral was declined',
  'referral-closed': 'The referral was closed',
  died: 'The child died',
} as const;

/** An end as a rule's answer. */
export function endFinding(end: End, rule: string, source: string): Finding {
  return { rule, source, says: words[end.type], facts: [end.factId], on: end.on };
}
