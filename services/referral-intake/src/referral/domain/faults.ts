import {
  ageOn,
  clinicalPriority,
  consultationMechanism,
  primaryReason,
  sourceOfReferral,
  teamType,
  validOn,
  type CalendarDate,
  type CodeList,
} from '@waymark/care-types';
import type { NewReferral } from './referral-record.ts';
import { oldest } from '../../person/domain/birth.ts';

/** Which part of a referral is wrong. A page and a file have their own names for it. */
export type Part =
  | 'dateOfBirth'
  | 'receivedOn'
  | 'source'
  | 'priority'
  | 'primaryReason'
  | 'otherReasons'
  | 'team'
  | 'acceptedOn'
  | 'contactOn'
  | 'contactMechanism'
  | 'circumstances';

/** What is wrong with one part, and what is allowed. */
export type Fault = { part: Part; says: string };

/** Everything that the rules find wrong with a referral, none when it can be taken. `today` is the date in London. */
export function faultsIn(asked: NewReferral, today: CalendarDate): Fault[] {
  return [...faultsOfDates(asked, today), ...codesOf(asked)];
}

/** Everything that the rules of days find wrong. Records of other systems are older than some codes, and younger than others. */
export function faultsOfDates(
  { child, receivedOn, acceptedOn, knownContacts, circumstances }: NewReferral,
  today: CalendarDate,
): Fault[] {
  const { dateOfBirth } = child;
  const faults: Fault[] = [];
  const say = (part: Part, says: string) => void faults.push({ part, says });

  faults.push(...faultsOfBirthAndReceipt({ dateOfBirth, receivedOn }, today));
  if (acceptedOn !== undefined && acceptedOn < receivedOn)
    say('acceptedOn', 'The accepted date must not be before the received date');
  if (acceptedOn !== undefined && acceptedOn > today)
    say('acceptedOn', 'The accepted date must not be in the future');
  for (const { on } of knownContacts) {
    if (on < receivedOn) say('contactOn', 'The first contact must not be before the received date');
    if (on > today) say('contactOn', 'The first contact must not be in the future');
  }
  for (const { since } of circumstances)
    if (since !== undefined && since > today)
      say('circumstances', 'A circumstance cannot hold since a day in the future');
  return faults;
}

/** What the rules find wrong with the day of birth and the day of receipt, also while one of them is not known. */
export function faultsOfBirthAndReceipt(
  {
    dateOfBirth,
    receivedOn,
  }: { dateOfBirth: CalendarDate | undefined; receivedOn: CalendarDate | undefined },
  today: CalendarDate,
): Fault[] {
  const isBirthToCome = dateOfBirth !== undefined && dateOfBirth > today;
  const isReceiptToCome = receivedOn !== undefined && receivedOn > today;
  const faults: Fault[] = [
    ...(isBirthToCome
      ? [{ part: 'dateOfBirth' as const, says: 'The date of birth must not be in the future' }]
      : []),
    ...(isReceiptToCome
      ? [{ part: 'receivedOn' as const, says: 'The received date must not be in the future' }]
      : []),
  ];
  if (faults.length > 0 || dateOfBirth === undefined || receivedOn === undefined) return faults;
  if (dateOfBirth > receivedOn)
    return [
      {
        part: 'dateOfBirth',
        says: 'The date of birth must not be after the day on which the referral was received',
      },
    ];
  if (ageOn(dateOfBirth, receivedOn) <= oldest) return [];
  return [
    {
      part: 'dateOfBirth',
      says: `The child or young person must be at most ${oldest} years old when the referral is received`,
    },
  ];
}

function codesOf(asked: NewReferral): Fault[] {
  const { receivedOn: on, source, priority, team, knownContacts } = asked;
  const reason = asked.primaryReason;
  return [
    ...inUse(sourceOfReferral, source, on, 'source'),
    ...inUse(clinicalPriority, priority, on, 'priority'),
    ...inUse(primaryReason, reason, on, 'primaryReason'),
    ...asked.otherReasons.flatMap((each) => inUse(primaryReason, each, on, 'otherReasons')),
    ...(asked.otherReasons.includes(reason)
      ? [{ part: 'otherReasons' as const, says: 'The other reasons must not repeat the main reason' }]
      : []),
    ...(team ? inUse(teamType, team, on, 'team') : []),
    ...knownContacts.flatMap((each) =>
      inUse(consultationMechanism, each.mechanism, each.on, 'contactMechanism'),
    ),
  ];
}

function inUse(list: CodeList, code: string, on: CalendarDate, part: Part): Fault[] {
  if (validOn(list, code, on)) return [];
  return [{ part, says: `${list.title}: the code ${code} was not in use on ${on}` }];
}
