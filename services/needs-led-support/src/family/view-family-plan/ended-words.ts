import { monthInWords, otherHelp, textOf } from '@waymark/care-types';
import type { Plan } from '../../plan/domain/plan.ts';
import { waitedFor } from '../../plan/domain/waited-for.ts';

/**
 * What a family reads where a team did not take the referral on or passed it on, or it is one with another. Undefined
 * in all other cases.
 */
export function endedWords({
  ending,
  service,
  receivedOn,
}: Pick<Plan, 'ending' | 'service' | 'receivedOn'>): { says: string; help: string[] } | undefined {
  if (!ending || ending.how === 'withdrawn') return undefined;
  const received = monthInWords(receivedOn);
  return { says: says[ending.how](waitedFor[service], received), help: helpNamed(ending) };
}

function helpNamed({ otherHelp: named }: NonNullable<Plan['ending']>): string[] {
  return named.map((code) => textOf(otherHelp, code));
}

const says = {
  declined: (service: string, received: string) =>
    `You were referred for ${service} in ${received}. The team has looked at the referral and thinks that other help fits better. If you do not agree, or things get harder, tell the person who referred you. The team can look again.`,
  duplicate: (service: string, received: string) =>
    `You were referred for ${service} more than once. This page is about the referral of ${received}, which is now one with the other. Your place counts from the day of the first. Nothing is lost. Ask the person who referred you for the code of the page that goes on.`,
  redirected: (service: string, received: string) =>
    `You were referred for ${service} in ${received}. The referral has been passed on to another team that fits better. Your place counts from the day you were first referred. If you hear nothing within four weeks, ask the person who referred you.`,
};
