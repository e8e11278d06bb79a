import { OdsCode, londonDateOf, type Clock } from '@waymark/care-types';
import { educationFault } from '../../person/domain/education.ts';
import type { Fault } from '../domain/faults.ts';
import { meant, type OrganisationKind, type Organisations } from '../../shared/domain/organisations.ts';
import { receivedTimeFault } from '../domain/received-time.ts';
import type { NewReferral } from '../domain/referral-record.ts';
import { statedBy } from '../domain/stated-circumstance.ts';
import { profileOf } from '../../needs-plan/domain/stated-needs.ts';
import type { LogReferral } from './body.ts';

/** One field of the form and what is wrong with it. */
export type FieldFault = { field: string; says: string };

/** Sources that are an organisation of one of the lists: who of them refers must be said. */
const listedSources: Partial<Record<LogReferral['source'], OrganisationKind>> = {
  A1: 'practice',
  C2: 'school',
  F1: 'school',
};

/** Who provides a service in County Durham. */
export function providerOf(service: LogReferral['service']): OdsCode {
  return OdsCode.parse(service === 'community-paediatrics' ? 'RXP' : 'RX3');
}

/**
 * The referral that a form or a program asks for, with every organisation found in the lists, and what could not be
 * found. `own` is the organisation of a referrer, who refers for no other.
 */
export function askedOf(
  body: LogReferral,
  about: {
    organisations: Organisations;
    clock: Clock;
    own: string | undefined;
    statedBy: 'referrer' | 'clinician' | 'family';
  },
): { asked: NewReferral; faults: FieldFault[] } {
  const { organisations, clock } = about;
  const now = clock.now();
  const faults: FieldFault[] = [];
  const pick = (field: string, said: string | undefined, kind?: OrganisationKind) => {
    if (said === undefined) return undefined;
    const found = meant(organisations, said, kind);
    if (!found) faults.push({ field, says: pickWords[kind ?? 'any'] });
    return found?.code;
  };
  const {
    organisation: said,
    circumstances,
    needs,
    child,
    referredBy,
    strengths,
    tried,
    consent,
    ...rest
  } = body;
  const kind = listedSources[body.source];
  const organisation = about.own ?? pick('organisation', said, kind);
  if (kind && organisation === undefined && said === undefined)
    faults.push({ field: 'organisation', says: pickWords[kind] });
  const notAtSchool = educationFault(child.education, child.school);
  if (notAtSchool) faults.push({ field: 'child.education', says: notAtSchool });
  const receivedOn = body.receivedOn ?? londonDateOf(now);
  const noSuchTime = body.receivedTime && receivedTimeFault(receivedOn, body.receivedTime, now);
  if (noSuchTime) faults.push({ field: 'receivedTime', says: noSuchTime });
  const school = pick('child.school', child.school, 'school');
  const asked: NewReferral = {
    ...rest,
    organisation,
    child: {
      ...child,
      ...{ practice: pick('child.practice', child.practice, 'practice'), school },
      education: school === undefined ? child.education : 'school',
    },
    provider: providerOf(body.service),
    receivedOn,
    circumstances: statedBy(circumstances, about.statedBy),
    needs: profileOf(needs),
    knownContacts: [],
    statement: { referredBy, strengths, tried, consent },
  };
  return { asked, faults };
}

/** What to do where an organisation of a kind is not found. */
export const pickWords: Readonly<Record<OrganisationKind | 'any', string>> = {
  school:
    'Choose a school from the list of open schools and colleges: type part of its name, or its URN of 6 digits',
  practice: 'Choose a GP practice from the list: type part of its name, or its code, like A83001',
  trust: 'Choose an organisation from the list',
  any: 'Choose an organisation from the list: type part of its name, or its code',
};

/** The field of the form that a fault belongs to. */
export function fieldOf({ part, says }: Fault): FieldFault {
  return { field: part === 'dateOfBirth' ? 'child.dateOfBirth' : part, says };
}
