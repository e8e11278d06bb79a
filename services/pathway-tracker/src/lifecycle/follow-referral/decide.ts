import { momentAt, type CalendarDate } from '@waymark/care-types';
import { decide, type Decision, type NewEvent } from '@waymark/decisions';
import {
  pathwayFactRecorded,
  pathwayIdOf,
  pathwayOpened,
  pathwayPriorityFlagged,
  type ReferralState,
} from '@waymark/events';
import { clockEvents, recalculated, runsSince, stageEvents } from '../../pathway/domain/clocks.ts';
import {
  isFromReferral,
  noDue,
  stateOf,
  type Pathway,
  type PathwayFact,
} from '../../pathway/domain/pathway.ts';
import { inDateOrder, withFlags } from '../../priority/domain/priority.ts';

/**
 * Follow a referral, whichever of its events comes first: open the pathway, take over what has changed, close it
 * when the referral is withdrawn, declined or passed on, and open it again with the referral, as if it had never
 * closed. A question to the referrer moves no clock. Circumstances that ask for it open a priority review; no clock
 * moves by that either.
 */
export function follow(
  pathway: Pathway | undefined,
  referral: ReferralState,
  today: CalendarDate,
): Decision<Pathway> {
  const before = pathway ?? opened(referral);
  const own = before.facts.filter(({ factId }) => !isFromReferral(referral.referralId, factId));
  const { ending: _before, ...rest } = before;
  const about = {
    ...rest,
    ...takenOver(referral),
    ...endingOf(referral),
    facts: [...factsOf(referral), ...own],
  };
  const { next, flagged } = withFlags(recalculated(about, today), today);
  return decide(next, [
    ...(pathway ? changes(pathway, next) : [pathwayOpened(stateOf(next))]),
    ...(flagged.length > 0 ? [pathwayPriorityFlagged({ ...stateOf(next), flagged })] : []),
    ...stageEvents(before, next),
  ]);
}

/** What to publish when the referral says something else than before: that it does, and which clocks moved by it. */
function changes(before: Pathway, next: Pathway): NewEvent[] {
  const contentOf = ({ facts, needs, circumstances, ...rest }: Pathway) =>
    JSON.stringify([
      facts,
      needs,
      circumstances,
      rest.service,
      rest.provider,
      rest.dateOfBirth,
      rest.personId,
    ]);
  const same = contentOf(before) === contentOf(next);
  return [
    ...(same ? [] : [pathwayFactRecorded({ ...stateOf(next), recorded: receivedFactId(next.referralId) })]),
    ...clockEvents(before, next),
  ];
}

function opened(referral: ReferralState): Pathway {
  return {
    ...takenOver(referral),
    pathwayId: pathwayIdOf(referral.referralId),
    stage: 'waiting',
    closedOn: null,
    closure: null,
    facts: [],
    spellFacts: [],
    recordings: [],
    withdrawn: [],
    clocks: [],
    priority: inDateOrder,
    sameDayRisk: null,
    list: 'waiting',
    firstDue: noDue,
    runsSince: runsSince([]),
    riskOpen: false,
    turn: 2,
    recheckOn: null,
  };
}

function takenOver(referral: ReferralState) {
  const { referralId, personId, reference, service, provider, receivedOn, acceptedOn, source } = referral;
  const { dateOfBirth, gender, ethnicCategory, outwardPostcode, imdDecile, circumstances, needs } = referral;
  return {
    ...{ referralId, personId, reference, service, provider, receivedOn, acceptedOn, source },
    ...{ dateOfBirth, gender, ethnicCategory, outwardPostcode, imdDecile, circumstances, needs },
    clinicalPriority: referral.priority,
  };
}

/** The ids hold the referral's own, because facts of several referrals meet in one spell. */
function factsOf(referral: ReferralState): PathwayFact[] {
  const { referralId, provider, dateOfBirth, priority, primaryReason, otherReasons, source, team } = referral;
  const at = referral.receivedTime && momentAt(referral.receivedOn, referral.receivedTime);
  const of = (name: string, on: CalendarDate) => ({ factId: `${referralId}.${name}`, referralId, on });
  return [
    {
      type: 'referral-received',
      ...of('received', referral.receivedOn),
      ...(typeof at === 'string' && { at }),
      ...{ provider, dateOfBirth, priority, primaryReason, otherReasons, source },
      ...(team === null ? {} : { team }),
      ...(referral.service === 'community-paediatrics' && { service: ['community-paediatrics' as const] }),
    },
    ...referral.knownContacts.map(({ on, attendance, mechanism }, at) => ({
      type: 'contact' as const,
      ...of(`contact-${at + 1}`, on),
      ...{ attendance, mechanism },
    })),
    ...(referral.acceptedOn === null
      ? []
      : [
          {
            type: 'accepted' as const,
            ...of('accepted', referral.acceptedOn),
            ...(team !== null && { team }),
          },
        ]),
    ...endOf(referral, of),
  ];
}

type Named = (name: string, on: CalendarDate) => { factId: string; referralId: string; on: CalendarDate };

/**
 * What ends the wait: that it is no longer asked for, that no team takes it on, that another provider has it now, or
 * that it is the same as another referral.
 */
function endOf(
  { withdrawnOn, declinedOn, declineReason, redirectedOn, redirectedTo, duplicateOn }: ReferralState,
  of: Named,
) {
  const ends: PathwayFact[] = [];
  if (withdrawnOn !== null)
    ends.push({ type: 'referral-closed', ...of('withdrawn', withdrawnOn), reason: '07' });
  if (declinedOn)
    ends.push({
      type: 'rejected',
      ...of('declined', declinedOn),
      ...(declineReason && { reason: declineReason }),
    });
  if (redirectedOn)
    ends.push(
      { type: 'redirected', ...of('redirected-to', redirectedOn), ...(redirectedTo && { to: redirectedTo }) },
      { type: 'referral-closed', ...of('redirected', redirectedOn), reason: '08' },
    );
  if (duplicateOn) ends.push({ type: 'rejected', ...of('duplicate', duplicateOn), reason: '01' });
  return ends;
}

function endingOf({ status, otherHelp = [] }: ReferralState): Pick<Pathway, 'ending'> {
  if (status === 'received' || status === 'returned' || status === 'accepted') return {};
  return { ending: { how: status, otherHelp } };
}

function receivedFactId(referralId: string): string {
  return `${referralId}.received`;
}
