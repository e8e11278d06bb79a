import { weeklyBands } from '../bands.ts';
import type { Finding } from '../evidence.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime } from '../regime.ts';
import { endFinding } from '../rules/referral-end.ts';

const SOURCE = 'NHS England, ADHD management information, open referrals; NICE NG87 sets no longest wait';

const appliesTo = ({ primaryReason }: ReferralReceived) => primaryReason === '24';

/** How long a referral that may be for ADHD is open. There is no national limit, so nothing is breached. */
export const adhdAge = defineRegime({
  id: 'adhd-age',
  title: 'May be ADHD: age of the referral (no national limit)',
  shortTitle: 'ADHD, age',
  limit: null,
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  appliesTo,
  source: SOURCE,
  section: '§3',
  needs: [
    {
      needed: {
        code: 'end-of-the-referral',
        short: 'the end of the referral',
        says: 'The end of the referral',
      },
    },
  ],
  waits: (_history, _settings, inScope) =>
    inScope.map((referral) => {
      const { factId, referralId, on } = referral.received;
      const of = (rule: string, says: string): Finding => ({
        rule,
        source: SOURCE,
        says,
        facts: [factId],
        on,
      });
      const evidence = [
        of('adhd-scope', 'Primary reason 24: neurodevelopmental, other than autism'),
        of('adhd-start', 'The referral was received'),
      ];
      const wait = { referralIds: [referralId] as [string], period: 1, start: on, settings: {} };
      const { end } = referral;
      if (end === undefined) return { ...wait, stop: null, state: 'running' as const, evidence };
      const ended = endFinding(end, 'adhd-referral-end', SOURCE);
      const state = end.type === 'died' ? ('ended' as const) : ('stopped' as const);
      return { ...wait, stop: ended.on, state, evidence: [...evidence, ended] };
    }),
});
