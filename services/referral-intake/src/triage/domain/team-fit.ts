import {
  ageOn,
  CircumstanceId,
  circumstanceTitle,
  entriesOn,
  PrimaryReason,
  primaryReason,
  TeamType,
  teamType,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import type { ReferralState } from '@waymark/events';
import { z } from 'zod';

const Age = z.int().min(0).max(120);

/** Whom a team sees. What is not said does not rule anybody out. */
const Sees = z
  .strictObject({
    reasons: z.array(PrimaryReason).min(1).optional(),
    ageFrom: Age.optional(),
    ageTo: Age.optional(),
    /** It sees only those for whom one of these is recorded. */
    circumstances: z.array(CircumstanceId).min(1).optional(),
  })
  .refine(({ ageFrom = 0, ageTo = 120 }) => ageFrom <= ageTo, 'ageFrom must not be above ageTo');

/** Whom each team sees, as it is set. */
export const Teams = z
  .strictObject({ source: z.string(), teams: z.array(z.strictObject({ team: TeamType, sees: Sees })) })
  .refine(
    ({ teams }) => new Set(teams.map(({ team }) => team)).size === teams.length,
    'Each team stands once',
  )
  .transform(({ teams }) => new Map(teams.map(({ team, sees }) => [team, sees])));
export type Teams = z.output<typeof Teams>;

type Team = z.infer<typeof TeamType>;

/** What of a referral says whether a team sees it. */
type About = Pick<
  ReferralState,
  'primaryReason' | 'otherReasons' | 'dateOfBirth' | 'circumstances' | 'service'
>;

/** What does not fit between a team and a referral, each in sentences; none where the team sees it. */
export function misfits(
  team: Team,
  about: About,
  { teams, on }: { teams: Teams; on: CalendarDate },
): string[] {
  const { reasons, ageFrom, ageTo, circumstances } = teams.get(team) ?? {};
  const age = ageOn(about.dateOfBirth, on);
  const asked = [about.primaryReason, ...about.otherReasons];
  const held = about.circumstances.map(({ id }) => id);
  return [
    ...((ageFrom !== undefined && age < ageFrom) || (ageTo !== undefined && age > ageTo)
      ? [`This team sees ${agesInWords(ageFrom, ageTo)}. This child is ${age}.`]
      : []),
    ...(reasons && !asked.includes('X') && !asked.some((code) => reasons.includes(code))
      ? [
          `This team sees: ${listed(reasons.map((code) => textOf(primaryReason, code)))}. The reason of this referral is: ${textOf(primaryReason, about.primaryReason)}.`,
        ]
      : []),
    ...(circumstances && !circumstances.some((id) => held.includes(id))
      ? [
          `This team sees children with: ${listed(circumstances.map(circumstanceTitle))}. That is not recorded for this child.`,
        ]
      : []),
  ];
}

function agesInWords(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return `ages up to ${to}`;
  return to === undefined ? `ages ${from} and over` : `ages ${from} to ${to}`;
}

function listed(words: readonly string[]): string {
  return words.join('; ');
}

/** The teams in use: those that see this referral, those of which nothing is set, and those that do not see it. Each by name. */
export function teamsFor(about: About, at: { teams: Teams; on: CalendarDate }) {
  const inUse = [...entriesOn(teamType, at.on)].toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  const {
    seeIt = [],
    notSet = [],
    doNot = [],
  } = Object.groupBy(inUse, ({ code }) => {
    if (!at.teams.has(code)) return 'notSet';
    return misfits(code, about, at).length === 0 ? 'seeIt' : 'doNot';
  });
  return { seeIt, notSet, doNot };
}

const isNamedAsOne = /\b(team|service|line|haven|house|unit|hub|access|care)\b/i;

/** A team as a sentence names it: "Autism team", "Single point of access". */
export function teamName(team: Team): string {
  const text = textOf(teamType, team);
  return isNamedAsOne.test(text) ? text : `${text} team`;
}
