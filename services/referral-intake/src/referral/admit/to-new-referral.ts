import {
  OdsCode,
  londonDateOf,
  timeOfDayAt,
  type CalendarDate,
  type Clock,
  type TimeOfDay,
} from '@waymark/care-types';
import { childOf } from '../../person/domain/stated-child.ts';
import type { Fault } from '../domain/faults.ts';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import {
  pickOrganisation,
  pickWords,
  type OrganisationKind,
  type Organisations,
} from '../../shared/domain/organisations.ts';
import { receivedTimeFault } from '../domain/received-time.ts';
import type { NewReferral } from '../domain/referral-record.ts';
import { statedBy } from '../domain/stated-circumstance.ts';
import { profileOf } from '../../shared/domain/stated-needs.ts';
import type { LogReferral } from './body.ts';

/** Sources that are an organisation of one of the lists: who of them refers must be said. */
const listedSources: Partial<Record<LogReferral['source'], OrganisationKind>> = {
  A1: 'practice',
  C2: 'school',
  F1: 'school',
};

/** The list that has the organisations of a source; undefined where they may be of any, or there is none. */
export function kindOfSource(source: string): OrganisationKind | undefined {
  return listedSources[source as LogReferral['source']];
}

/** Who provides a service in County Durham. */
export function providerOf(service: LogReferral['service']): OdsCode {
  return OdsCode.parse(service === 'community-paediatrics' ? 'RXP' : 'RX3');
}

/**
 * The referral that a form or a program asks for, with every organisation found in the lists, and what could not be
 * found. What is set aside is not held, and told to who stated it. `own` is the organisation of a referrer, who refers for no other.
 */
export function toNewReferral(
  body: LogReferral,
  about: {
    organisations: Organisations;
    clock: Clock;
    own: string | undefined;
    statedBy: 'referrer' | 'clinician' | 'family';
  },
): { asked: NewReferral; faults: FieldFault[]; setAside: FieldFault[] } {
  const { organisations, clock } = about;
  const now = clock.now();
  const faults: FieldFault[] = [];
  const {
    organisation: said,
    circumstances,
    needs,
    child: statedChild,
    receivedOnBecause,
    referredBy,
    strengths,
    tried,
    consent,
    ...rest
  } = body;
  const kind = kindOfSource(body.source);
  const picked =
    about.own === undefined ? pickOrganisation('organisation', said, organisations, kind) : undefined;
  faults.push(...(picked?.faults ?? []));
  const organisation = about.own ?? picked?.code;
  if (kind && organisation === undefined && said === undefined)
    faults.push({ field: 'organisation', says: pickWords[kind] });
  const ofChild = childOf(statedChild, organisations);
  faults.push(...ofChild.faults);
  const today = londonDateOf(now);
  const stated = { receivedOn: body.receivedOn ?? today, receivedTime: body.receivedTime };
  const noSuchTime = stated.receivedTime && receivedTimeFault(stated.receivedOn, stated.receivedTime, now);
  if (noSuchTime) faults.push({ field: 'receivedTime', says: noSuchTime });
  const faultOfDay = dayFault(stated.receivedOn, today);
  if (about.statedBy === 'referrer' && faultOfDay) faults.push({ field: 'receivedOn', says: faultOfDay });
  const asked: NewReferral = {
    ...rest,
    organisation,
    child: ofChild.child,
    provider: providerOf(body.service),
    ...(about.statedBy === 'referrer' ? receivedNow(stated, receivedOnBecause, now) : stated),
    circumstances: statedBy(circumstances, about.statedBy),
    needs: profileOf(needs),
    knownContacts: [],
    statement: { referredBy, strengths, tried, consent },
  };
  return { asked, faults, setAside: ofChild.setAside };
}

function dayFault(receivedOn: CalendarDate, today: CalendarDate): string | undefined {
  return receivedOn > today ? 'The received date must not be in the future' : undefined;
}

/**
 * A referral from outside is received when it arrives here. An earlier day, or time, is what its referrer proposes, for
 * direct care to take or leave.
 */
function receivedNow(
  stated: { receivedOn: CalendarDate; receivedTime: TimeOfDay | undefined },
  why: string | undefined,
  now: ReturnType<Clock['now']>,
): Pick<NewReferral, 'receivedOn' | 'receivedTime' | 'proposed'> {
  const receivedOn = londonDateOf(now);
  const receivedTime = stated.receivedTime && timeOfDayAt(now);
  const earlier = stated.receivedOn < receivedOn || stated.receivedTime !== receivedTime;
  return {
    ...{ receivedOn, receivedTime },
    ...(earlier && {
      proposed: {
        receivedOn: stated.receivedOn,
        ...(stated.receivedTime && { receivedTime: stated.receivedTime }),
        ...(why && { why }),
      },
    }),
  };
}

/** The field of the form that a fault belongs to. */
export function fieldOf({ part, says }: Fault): FieldFault {
  return { field: part === 'dateOfBirth' ? 'child.dateOfBirth' : part, says };
}
