import {
  circumstanceKnownFrom,
  circumstanceTitle,
  clinicalPriority,
  ethnicCategory,
  formatNhsNumber,
  impactIn,
  languageName,
  needDomains,
  needSettings,
  NhsNumber,
  primaryReason,
  services,
  sourceOfReferral,
  statedGender,
  teamType,
  textOf,
  todayInLondon,
  type CodeList,
} from '@waymark/care-types';
import { fieldProblems } from '@waymark/http';
import type { z } from 'zod';
import type { Kept } from '../adapters/drafts.ts';
import { contactPreferences, relations, responsibility, StatedContact } from '../../person/domain/contact.ts';
import type { Draft, DraftStep } from '../domain/draft.ts';
import { numberOfNobody } from '../../person/domain/stated-child.ts';
import { educations } from '../../person/domain/education.ts';
import { faultsIn } from '../domain/faults.ts';
import {
  labelOf,
  meant,
  type OrganisationKind,
  type Organisations,
} from '../../shared/domain/organisations.ts';
import { profileOf } from '../../shared/domain/stated-needs.ts';
import { whyNoPlan } from '../../needs-plan/domain/plan-required.ts';
import { StatedCircumstances } from '../domain/stated-circumstance.ts';
import { consentAnswers, consentGivers } from '../../shared/domain/statement.ts';
import { toNewReferral, fieldOf, kindOfSource } from '../admit/to-new-referral.ts';
import { type FieldFault } from '../../shared/domain/field-fault.ts';
import { LogReferral } from '../admit/body.ts';
import { about, nameUnsaid, type Writing } from './faults-at.ts';
import type { asksOf } from './for-whom.ts';
import { hasPlanStep } from './plan-step.ts';
import { needsIn, statedIn, stepOf, stepsOf } from './steps.ts';

/** One answer in words. `on` is a calendar date. */
export type Answer = { term: string; text?: string | undefined; on?: string | undefined };

export type StepFault = FieldFault & { step: DraftStep };

/**
 * The whole of a draft: ready to be taken in, or what is still wrong and at which step. What is not said of a plan is
 * asked for once the referral is there.
 */
export function wholeOf(
  kept: Kept,
  { unseen = [] }: Pick<Draft, 'unseen'>,
  writing: Writing,
): { body?: LogReferral; faults: StepFault[] } {
  const steps = stepsOf(kept, hasPlanStep(kept, todayInLondon(writing.clock), writing.planRules));
  const notSeen = steps
    .filter((step) => step !== 'since' && step !== 'plan' && (!(step in kept) || unseen.includes(step)))
    .map((step) => ({
      step,
      field: step,
      says: step in kept ? 'Look at this step, and save it' : 'This step is not filled in yet',
    }));
  const parsed = LogReferral.safeParse(statedIn(kept));
  const found = parsed.success ? faultsOf(parsed.data, kept, writing) : saysOf(parsed.error);
  const known = found
    .map((fault) => ({ ...fault, step: stepOf(fault.field) }))
    .filter(({ step }) => step in kept);
  const faults = [...notSeen, ...known];
  return parsed.success && faults.length === 0 ? { body: parsed.data, faults } : { faults };
}

function faultsOf(body: LogReferral, kept: Kept, writing: Writing): FieldFault[] {
  const asking = about(writing);
  const { asked, faults } = toNewReferral(body, asking);
  return [...faults, ...nameUnsaid(kept), ...faultsIn(asked, todayInLondon(asking.clock)).map(fieldOf)];
}

function saysOf({ issues }: z.ZodError): FieldFault[] {
  return fieldProblems(issues, 'body').map(({ field, detail }) => ({ field, says: detail }));
}

/** Who a draft is about, as far as it is known. */
export function summaryOf({ child }: Kept): { name: string | undefined } {
  const { givenName, familyName } = fieldsOf(fieldsOf(child)['child']);
  const names = [text(givenName), text(familyName)].filter((name) => name !== undefined);
  return { name: names.length === 0 ? undefined : names.join(' ') };
}

/** What was answered at each step, in words: of what was not asked of this person, nothing. */
export function answersOf(
  kept: Kept,
  organisations: Organisations,
  asks: Pick<ReturnType<typeof asksOf>, 'priority'>,
): Record<DraftStep, Answer[]> {
  const { child: sentChild, request: sentRequest, needs: sentNeeds } = kept;
  const referrer = fieldsOf(kept.referrer);
  const by = fieldsOf(referrer['referredBy']);
  const child = fieldsOf(fieldsOf(sentChild)['child']);
  const request = fieldsOf(sentRequest);
  const plan = fieldsOf(fieldsOf(kept.plan)['plan']);
  const missing = fieldsOf(plan['missing']);
  const { strengths, tried } = fieldsOf(sentNeeds);
  const { consent: agreed, contacts, contactPreference, accessibleNeeds } = fieldsOf(kept.consent);
  const consent = fieldsOf(agreed);
  const stated = StatedCircumstances.safeParse(statedIn(kept)['circumstances']).data ?? [];
  return {
    referrer: [
      { term: 'Source', text: worded(sourceOfReferral, referrer['source']) },
      {
        term: 'Organisation',
        text: named(referrer['organisation'], organisations, kindOfSource(String(referrer['source']))),
      },
      { term: 'Written by', text: [by['name'], by['role']].filter(Boolean).map(text).join(', ') },
      { term: 'Reached by', text: [by['phone'], by['email']].filter(Boolean).map(text).join(', ') },
    ],
    child: [
      { term: 'Name', text: [child['givenName'], child['familyName']].filter(Boolean).map(text).join(' ') },
      { term: 'Preferred name', text: text(child['preferredName']) },
      { term: 'Date of birth', on: text(child['dateOfBirth']) },
      { term: 'NHS number', text: numberWords(child['nhsNumber']) },
      { term: 'Gender, as stated', text: worded(statedGender, child['gender']) },
      { term: 'Ethnic category', text: worded(ethnicCategory, child['ethnicCategory']) },
      { term: 'Address', text: [child['address'], child['postcode']].filter(Boolean).map(text).join(', ') },
      {
        term: 'Parent or carer',
        text: [child['phone'], child['email']].filter(Boolean).map(text).join(', '),
      },
      { term: 'GP practice', text: named(child['practice'], organisations, 'practice') },
      { term: 'School or college', text: named(child['school'], organisations, 'school') },
      { term: 'Where the child learns', text: educations[child['education'] as keyof typeof educations] },
      { term: 'Main language', text: languageName(text(child['mainLanguage']) ?? '') },
      { term: 'Interpreter', text: interpreterWords(child['interpreterNeeded']) },
      {
        term: 'Where the child is',
        text: child['addressHidden'] === true ? 'Hidden from all but those who are named' : undefined,
      },
    ],
    request: [
      { term: 'Service', text: worded(services, request['service']) },
      { term: 'Main reason', text: worded(primaryReason, request['primaryReason']) },
      {
        term: 'Other reasons',
        text: ((request['otherReasons'] ?? []) as unknown[])
          .map((each) => worded(primaryReason, each))
          .join('; '),
      },
      { term: 'How soon', text: asks.priority ? worded(clinicalPriority, request['priority']) : undefined },
      { term: 'Team', text: worded(teamType, request['team']) },
      { term: 'Received on', on: text(request['receivedOn']) },
      { term: 'Received at', text: text(request['receivedTime']) },
      { term: 'In your words', text: text(request['notes']) },
    ],
    plan: [
      { term: 'Plan', text: text(plan['planId']) && 'The plan of needs that you chose' },
      { term: 'No plan yet', text: whyNoPlan[missing['why'] as keyof typeof whyNoPlan] },
      { term: 'Expected on', on: text(missing['expectedOn']) },
    ],
    circumstances: stated.map(({ id, since, knownFrom }) => ({
      term: circumstanceTitle(id),
      text: knownFrom ? circumstanceKnownFrom[knownFrom] : since ? undefined : 'Yes',
      on: since,
    })),
    since: [],
    needs: [
      ...profileOf(needsIn(kept)).map((need) => ({
        term: textOf(needDomains, need.domain),
        text: needSettings.entries
          .map(({ code, text: where }) => `${where}: ${impactIn(need, code) ?? 'not said'}`)
          .join(', '),
      })),
      { term: 'Strengths', text: text(strengths) },
      { term: 'What was tried', text: text(tried) },
    ],
    consent: [
      {
        term: 'Agreed to the referral',
        text: consentAnswers[consent['given'] as keyof typeof consentAnswers],
      },
      { term: 'Who agreed', text: consentGivers[consent['by'] as keyof typeof consentGivers] },
      { term: 'Agreed on', on: text(consent['on']) },
      { term: 'Parental responsibility', text: text(consent['heldBy']) },
      {
        term: 'The family asks to be reached',
        text: contactPreferences[contactPreference as keyof typeof contactPreferences],
      },
      { term: 'To read, hear and answer', text: text(accessibleNeeds) },
      ...Object.values(fieldsOf(contacts)).flatMap((each) => {
        const { data } = StatedContact.safeParse(each);
        return data ? [{ term: relations[data.relation], text: contactWords(data) }] : [];
      }),
    ],
  };
}

function numberWords(stated: unknown): string {
  const number = NhsNumber.safeParse(stated).data;
  const nobodys = numberOfNobody(number);
  return nobodys ? `Not known. ${nobodys}` : number ? formatNhsNumber(number) : 'Not known';
}

function interpreterWords(needed: unknown): string | undefined {
  return typeof needed === 'boolean' ? (needed ? 'Needed' : 'Not needed') : undefined;
}

function contactWords({ name, phone, email, parentalResponsibility, mayBeTold }: StatedContact): string {
  return [
    [name, phone, email].filter(Boolean).join(', '),
    responsibility[parentalResponsibility],
    mayBeTold ? 'May be told about the child' : 'Is not told about the child',
  ].join('. ');
}

/** The organisation that is meant, with its name; what was typed where none is. */
function named(said: unknown, organisations: Organisations, kind?: OrganisationKind): string | undefined {
  const typed = text(said);
  const found = typed === undefined ? undefined : meant(organisations, typed, kind);
  return found ? labelOf(found) : typed;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function worded(list: CodeList, code: unknown): string | undefined {
  return typeof code === 'string' ? textOf(list, code) : undefined;
}
