import {
  ageOn,
  CalendarDate,
  needDomains,
  needsSameDayResponse,
  NhsNumber,
  NeedImpact,
  StatedPostcode,
  type CircumstanceId,
  type NeedDomain,
} from '@waymark/care-types';
import { z } from 'zod';
import type { KeptAnswers } from '../adapters/family-requests.ts';
import type { Reached } from '../adapters/notify.ts';
import { ChosenNeeds, chosenNeeds, type StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { StatedPerson } from '../../person/domain/contact.ts';
import { oldest } from '../../person/domain/birth.ts';
import { familySteps, type FamilyStep } from '../domain/family-request.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { Strengths, Tried } from '../../shared/domain/statement.ts';
import { Email, line, neededText, personName, plainPhone } from '../../shared/domain/text.ts';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import { byWords, lifeIds, notSure, offeredServices, parentsWords, whoWords } from './words.ts';

/** A box that people do not see. What fills in every box is a program, and is told so. */
const Trap = z.string().max(0, 'Leave this box empty').optional();

const Mobile = z
  .string()
  .max(60, 'Give a mobile number, like 07700 900 123')
  .transform(plainPhone)
  .pipe(z.string().regex(/^(\+[1-9]|07)[0-9 ]{8,17}$/, 'Give a mobile number, like 07700 900 123'));

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>) =>
  Object.keys(words) as [Key, ...Key[]];

const Listed = z.string().trim().min(1).max(8, 'Choose from the list');
const atHome = z.strictObject({ home: NeedImpact.optional() }).optional();

/** What each step of the form for families asks. */
export const familyBodies = {
  who: z.strictObject({
    who: z.enum(keysOf(whoWords), { error: 'Say who you are' }),
    name: personName('Your name'),
    /** Who holds parental responsibility, as far as it is said. */
    heldBy: line('Who has parental responsibility', 200).optional(),
    website: Trap,
  }),
  reach: z
    .strictObject({
      by: z.enum(keysOf(byWords), { error: 'Choose how we send you the code' }),
      email: Email.optional(),
      phone: Mobile.optional(),
      parents: z.enum(keysOf(parentsWords), { error: 'Choose one of the answers' }).optional(),
      ...StatedPerson.pick({ mainLanguage: true, interpreterNeeded: true, accessibleNeeds: true }).shape,
      website: Trap,
    })
    .superRefine(({ by, email, phone }, context) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (by === 'email' && email === undefined)
        say('email', 'Give your email address, or choose a text message');
      if (by === 'text' && phone === undefined) say('phone', 'Give your mobile number, or choose email');
    }),
  child: z.strictObject({
    givenName: personName('The first name').optional(),
    familyName: personName('The last name').optional(),
    /** A form says that there is one name alone; it does not only leave a box empty. */
    singleName: z.literal(true, { error: 'Tick it, or leave it' }).optional(),
    dateOfBirth: CalendarDate,
    nhsNumber: NhsNumber.optional(),
    address: line('The address', 200).optional(),
    postcode: StatedPostcode.optional(),
    /** URN of the school, ODS code of the practice. */
    school: Listed.optional(),
    practice: Listed.optional(),
  }),
  worry: z.strictObject({
    service: z.enum([...offeredServices, notSure], { error: 'Choose what you ask for' }),
    worry: neededText('What you are worried about', 4_000),
    worse: neededText('When things are worse', 2_000).optional(),
  }),
  life: z.strictObject({
    circumstances: z
      .array(z.enum(lifeIds, { error: 'Choose from the list' }))
      .max(lifeIds.length)
      .default([]),
  }),
  needs: z.strictObject({
    /** What is hard, as it was ticked. */
    chosen: ChosenNeeds,
    needs: z
      .strictObject(
        Object.fromEntries(needDomains.entries.map(({ code }) => [code, atHome])) as {
          [Domain in NeedDomain]: typeof atHome;
        },
      )
      .default({}),
    strengths: Strengths.optional(),
    tried: Tried.optional(),
  }),
} as const satisfies Record<FamilyStep, z.ZodType>;

/** The answers of a family, as far as they were given. */
export type Answers = { [Step in FamilyStep]?: z.output<(typeof familyBodies)[Step]> };

/** What was kept, read again by the steps' own schemas. */
export function answersIn(kept: KeptAnswers): Answers {
  return Object.fromEntries(
    familySteps.flatMap((step) => {
      const read = step in kept ? familyBodies[step].safeParse(kept[step]) : undefined;
      return read?.success ? [[step, read.data]] : [];
    }),
  );
}

/** The steps that a request cannot be sent without. */
export function missingIn(answers: Answers): FamilyStep[] {
  return familySteps.filter((step) => step !== 'needs' && !(step in answers));
}

/** Where the family said that it is reached; undefined until it has. */
export function reachedBy({ reach }: Answers): Reached | undefined {
  const to = reach && (reach.by === 'email' ? reach.email : reach.phone);
  return reach && to !== undefined ? { by: reach.by, to } : undefined;
}

/**
 * What the family says is hard, and how much at home, as far as that is said. Answers from before it was ticked say 0
 * where nobody had said anything.
 */
export function hardIn(needs: Answers['needs']): StatedNeeds {
  if (needs?.chosen) return chosenNeeds(needs);
  return Object.fromEntries(
    Object.entries(needs?.needs ?? {}).filter(([, said]) => said !== undefined && said.home !== 0),
  );
}

/** What is said of a child's life, with the serious risk that is said among the needs. */
export function circumstancesIn({ life, needs }: Answers): CircumstanceId[] {
  const ticked = life?.circumstances ?? [];
  const selfHarm = hardIn(needs)['self-harm'];
  const hurts = selfHarm !== undefined && selfHarm.home !== 0;
  return hurts && !ticked.includes('serious-risk') ? ['serious-risk', ...ticked] : ticked;
}

/** Whether something is said for which a clinician looks on the same day. */
export function statesRisk(answers: Answers): boolean {
  return needsSameDayResponse(circumstancesIn(answers).map((id) => ({ id, source: 'family' })));
}

/** What is wrong with the child's step beyond the shape of its fields. */
export function faultsInChild(
  {
    givenName,
    familyName,
    singleName,
    dateOfBirth,
    school,
    practice,
  }: z.output<(typeof familyBodies)['child']>,
  { today, organisations }: { today: CalendarDate; organisations: Organisations },
): FieldFault[] {
  const listed = (field: 'school' | 'practice', code: string | undefined) =>
    code === undefined || organisations.byCode(code)?.kind === field
      ? []
      : [{ field, says: 'Choose from the list' }];
  const born =
    dateOfBirth > today
      ? 'The date of birth must not be in the future'
      : ageOn(dateOfBirth, today) > oldest
        ? `Waymark is for children and young people up to ${oldest} years old`
        : undefined;
  const empty = givenName === undefined ? 'givenName' : familyName === undefined ? 'familyName' : undefined;
  const unsaid = empty && (!singleName || givenName === familyName);
  return [
    ...(unsaid
      ? [{ field: empty, says: 'Give the first and the last name, or tick that there is one name only' }]
      : []),
    ...(born === undefined ? [] : [{ field: 'dateOfBirth', says: born }]),
    ...listed('school', school),
    ...listed('practice', practice),
  ];
}
