import type { Viewer } from '@waymark/policy';
import type { Choice } from '@waymark/web';
import type { Kept } from '../adapters/drafts.ts';
import type { Organisation, OrganisationKind } from '../../shared/domain/organisations.ts';
import { stepBodies } from './steps.ts';

/** Who writes a referral: somebody of an organisation that refers, or direct care, which logs for all. */
export type Writer = OrganisationKind | 'direct care';

/** The sources of referral that fit who writes, the likeliest first. */
const fitting: Readonly<Record<Writer, readonly string[]>> = {
  school: ['C2', 'F1'],
  practice: ['A1', 'A3', 'A2'],
  trust: ['P1', 'H2', 'F2', 'F3', 'H1', 'A2', 'M7'],
  'direct care': ['A1', 'C2', 'B2', 'B1', 'A2', 'F1', 'C1', 'F2', 'F3', 'H1', 'P1'],
};

/** The source that is filled in; direct care logs for others, so that none is likelier. */
const usual: Readonly<Partial<Record<Writer, string>>> = { school: 'C2', practice: 'A1', trust: 'P1' };

/** The list of sources, beginning with those that fit, and then all others in their order. */
export function sourcesFor(writer: Writer, sources: readonly Choice[]): (Choice | { divider: true })[] {
  const first = fitting[writer].flatMap((code) => sources.filter(({ value }) => value === code));
  const rest = sources.filter((each) => !first.includes(each));
  return [...first, { divider: true }, ...rest];
}

/** What is asked of whom: a school does not know a priority of ours, a team, or the day on which a provider received it. */
export function asksOf(writer: Writer) {
  return {
    /** Whether an NHS number that is left empty must be said to be not known: a school seldom has one. */
    numberTick: writer !== 'school',
    priority: writer !== 'school',
    team: writer === 'direct care',
  };
}

/** Who refers, as it is filled in: as this person said it last, and else from the sign-in. */
export function referrerBefore(
  writer: Writer,
  { name, jobTitle, phone, email }: Viewer,
  last: Kept['referrer'],
): { source?: string; name?: string; role?: string; phone?: string; email?: string } {
  const { data } = stepBodies.referrer.safeParse(last ?? {});
  const source = writer === 'direct care' ? undefined : (data?.source ?? usual[writer]);
  const said = { name, role: jobTitle, phone, email, ...data?.referredBy };
  const known = Object.entries({ source, ...said }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return Object.fromEntries(known);
}

/** Who writes, by how far they reach and the organisation that they act for. */
export function writerOf(reach: string, own: Organisation | undefined): Writer {
  return reach === 'any' ? 'direct care' : (own?.kind ?? 'school');
}
