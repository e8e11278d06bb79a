import type { Kept } from '../adapters/drafts.ts';
import { triedWords } from '../../needs-plan/domain/needs-plan-words.ts';
import { statedFrom } from '../../shared/domain/stated-needs.ts';
import { needsNow, type NeedsPlan } from '../../needs-plan/domain/needs-plan.ts';
import { labelOf, type Organisations } from '../../shared/domain/organisations.ts';
import { withoutHiddenPlace } from '../../person/domain/person.ts';

const sources = { school: 'C2', practice: 'A1', trust: 'P1' } as const;

/**
 * What a draft of a referral has from a plan, step by step, as if it had been typed. Where the address of the child is
 * hidden by now, nothing that tells where the child is.
 */
export function draftFromPlan(plan: NeedsPlan, organisations: Organisations, hidden: boolean): Kept {
  const { planId, organisation, lead, strengths, circumstances } = plan;
  const labelled = (code: string | undefined) => {
    const found = code === undefined ? undefined : organisations.byCode(code);
    return found ? labelOf(found) : code;
  };
  const leading = organisation === null ? undefined : organisations.byCode(organisation);
  const { gender, ethnicCategory, ...person } = plan.child;
  const child = hidden ? withoutHiddenPlace({ ...person, addressHidden: true }) : person;
  return {
    ...(leading && {
      referrer: {
        source: sources[leading.kind],
        organisation: labelOf(leading),
        referredBy: { ...(lead.name && { name: lead.name }), role: lead.role },
      },
    }),
    child: {
      child: {
        ...child,
        gender,
        ethnicCategory,
        practice: labelled(child.practice),
        school: labelled(child.school),
      },
    },
    plan: { plan: { planId } },
    ...(circumstances.length > 0 && { circumstances: { circumstances } }),
    needs: { needs: statedFrom(needsNow(plan)), ...(strengths && { strengths }), tried: triedWords(plan) },
  };
}
