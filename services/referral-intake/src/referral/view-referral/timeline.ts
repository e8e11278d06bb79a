import {
  attendance,
  circumstancesToldBy,
  circumstanceTitle,
  consultationMechanism,
  correctionReason,
  informationAskedFor,
  otherHelp,
  redirectionReason,
  rejectionReason,
  reopeningReason,
  teamType,
  textOf,
  dayInWords,
  sentenceCase,
  type CodeList,
} from '@waymark/care-types';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { type StepTaken, stepPlace } from '../domain/steps-taken.ts';
import { commandLabel, timeOf, actorLabel } from '../../shared/history.ts';
import type { HistoryEntry } from '@waymark/aggregate-store';
import { correctedWords, valueWords } from './corrected-words.ts';

export type TimelineItem = { on: string; said?: string; was?: string; text: string };

type Telling = { viewerId: string; cipher: FieldCipher; organisations: Organisations };

/** What has happened to a referral, the newest first: who in which role, what, why, and when. */
export function timelineOf(
  history: readonly HistoryEntry[],
  record: ReferralRecord,
  telling: Telling,
): TimelineItem[] {
  const taken = new Map((record.steps ?? []).map((step) => [`${step.command} ${step.at}`, step]));
  const done = history.flatMap((entry) => {
    const step = taken.get(`${entry.command} ${entry.at.instant}`);
    return itemsOf(entry, step, record, telling).map((item) => ({
      at: entry.at.instant,
      item: {
        on: entry.at.date,
        said: `${actorLabel(entry.by, telling.viewerId)}, ${timeOf(entry.at.instant)}`,
        ...item,
      },
    }));
  });
  return [...done, ...toldAtFirst(record).map((item) => ({ at: item.on, item }))]
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ item }) => item);
}

/** What the referral itself told of the time before it was here. */
function toldAtFirst({ referral, steps = [] }: ReferralRecord): TimelineItem[] {
  const { receivedOn, receivedTime, acceptedOn, team, knownContacts } = referral;
  const acceptedHere = steps.some(({ command }) => command === 'accept-referral');
  return [
    {
      on: receivedOn,
      text: `Received${receivedTime ? ` at ${receivedTime}` : ''}. The wait counts from this day.`,
    },
    ...(acceptedOn !== null && !acceptedHere
      ? [{ on: acceptedOn, text: `Accepted${team ? ` by a team: ${textOf(teamType, team)}` : ''}.` }]
      : []),
    ...knownContacts.map(({ on, attendance: code, mechanism }) => ({
      on,
      text: `First appointment: ${textOf(attendance, code).toLowerCase()}, ${textOf(consultationMechanism, mechanism).toLowerCase()}.`,
    })),
  ];
}

function itemsOf(
  entry: HistoryEntry,
  step: StepTaken | undefined,
  record: ReferralRecord,
  telling: Telling,
): Omit<TimelineItem, 'on' | 'said'>[] {
  if (entry.command === 'on pathway.closed.v1')
    return record.closedOn === null ? [] : [{ text: 'The wait is over.' }];
  const deed = commandLabel(entry);
  if (deed === undefined) return [];
  const text = [`${sentenceCase(deed)}.`, ...(step ? saidWith(step, telling) : [])];
  const note = noteOf(entry, step, record, telling);
  if (note !== undefined) text.push(`“${note}”`);
  const [first, ...more] = step?.replaced ?? [];
  if (!first) return [{ text: text.join(' ') }];
  return [
    { text: text.join(' ') },
    ...[first, ...more].map(({ field, was, now }) => ({
      was: `${correctedWords[field]}: ${valueWords(field, was)}`,
      text: valueWords(field, now),
    })),
  ];
}

const reasons: Readonly<Record<string, CodeList>> = {
  'decline-referral': rejectionReason,
  'redirect-referral': redirectionReason,
  'correct-referral': correctionReason,
  'reopen-referral': reopeningReason,
  'change-circumstances': circumstancesToldBy,
};

/** The codes of a step in sentences. */
function saidWith(step: StepTaken, { organisations }: Telling): string[] {
  const list = reasons[step.command];
  const named = (of: CodeList, codes: readonly string[]) => codes.map((code) => textOf(of, code)).join('; ');
  return [
    ...(step.team ? [`Team: ${textOf(teamType, step.team)}.`] : []),
    ...(step.to ? [`To: ${organisations.byCode(step.to)?.name ?? step.to}.`] : []),
    ...(list && step.reason ? [`${textOf(list, step.reason)}.`] : []),
    ...(step.askedFor ? [`Asked for: ${named(informationAskedFor, step.askedFor)}.`] : []),
    ...(step.answerBy ? [`Answer by ${dayInWords(step.answerBy)}.`] : []),
    ...(step.otherHelp ? [`Other help named: ${named(otherHelp, step.otherHelp)}.`] : []),
    ...(step.begun?.length ? [`New: ${step.begun.map(circumstanceTitle).join('; ')}.`] : []),
    ...(step.ended?.length ? [`No more: ${step.ended.map(circumstanceTitle).join('; ')}.`] : []),
  ];
}

function noteOf(
  { command }: HistoryEntry,
  step: StepTaken | undefined,
  { referral: { referralId }, withdrawnBecause }: ReferralRecord,
  { cipher }: Telling,
): string | undefined {
  if (step?.note !== undefined) return cipher.open(step.note, stepPlace(referralId, step.at));
  if (command !== 'withdraw-referral' || step || withdrawnBecause === undefined) return undefined;
  return cipher.open(withdrawnBecause, {
    collection: 'referrals',
    id: referralId,
    field: 'withdrawnBecause',
  });
}
