import { bandsUpTo } from '../bands.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime } from '../regime.ts';
import { firstSeen } from '../rules/seen.ts';
import { untilStopped } from '../rules/until-seen.ts';

const SOURCE = 'NHS England, Community health services waiting lists (SitRep)';

const bands = [
  [7, '0-1'],
  [14, '1-2'],
  [28, '2-4'],
  [84, '4-12'],
  [126, '12-18'],
] as const;
/** "Over 365 days" on the page, but the band before it ends with day 364. */
const from365 = bandsUpTo([...bands, [364, '18-52']], '>52');
const from366 = bandsUpTo([...bands, [365, '18-52']], '>52');

const waitOf = untilStopped({ prefix: 'chs', source: SOURCE, scope: 'The service is community paediatrics' });

const appliesTo = ({ service }: ReferralReceived) => service?.includes('community-paediatrics') ?? false;

/** Community paediatrics: reported by bands of waiting, without a limit. */
export const communityPaediatrics = defineRegime({
  id: 'community-paediatrics',
  title: 'Community paediatrics: waiting list bands',
  shortTitle: 'Paediatrics',
  limit: null,
  bands: ({ 'over-52-weeks': over }) => (over === 'from-365' ? from365 : from366),
  holds: { from: null, until: null },
  appliesTo,
  source: SOURCE,
  section: '§3',
  needs: [
    {
      needed: {
        code: 'first-contact-at-which-the-child-is-seen',
        short: 'a first contact at which the child is seen',
        says: 'A first contact at which the child is seen',
      },
    },
  ],
  waits: (history, { 'over-52-weeks': over }, inScope) =>
    inScope.map((referral) => {
      const contact = firstSeen(referral.contacts, referral.received.on, null);
      const wait = waitOf(
        referral,
        history,
        contact === undefined
          ? null
          : {
              rule: 'chs-first-contact',
              source: SOURCE,
              says: 'First contact at which the child was seen',
              facts: [contact.factId],
              on: contact.on,
            },
      );
      return over === 'from-365' ? wait : { ...wait, settings: { 'over-52-weeks': over } };
    }),
});
