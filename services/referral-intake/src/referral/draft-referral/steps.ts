import {
  CalendarDate,
  CircumstanceId,
  CircumstanceKnownFrom,
  circumstances,
  needsSameDayResponse,
} from '@waymark/care-types';
import { z } from 'zod';
import { draftSteps, type DraftStep } from '../domain/draft.ts';
import type { Kept } from '../adapters/drafts.ts';
import { ChosenNeeds, chosenNeeds, type StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { mostContacts, StatedContact } from '../../person/domain/contact.ts';
import { nameUnsaidWords } from '../domain/name-unsaid.ts';
import { circumstanceWritten } from '../domain/stated-circumstance.ts';
import { LogReferral } from '../admit/body.ts';

const { shape } = LogReferral;
const forEach = <Value extends z.ZodType>(value: Value) =>
  z.strictObject(
    Object.fromEntries(circumstances.map(({ id }) => [id, value.optional()])) as {
      [Id in CircumstanceId]: z.ZodOptional<Value>;
    },
  );
const ticked = z.literal(true, { error: 'Tick it, or leave it' }).optional();
const contactPlaces = Array.from({ length: mostContacts }, (_, at) => String(at + 1));

const Names = z.object({
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  singleName: z.boolean().optional(),
});

/** That one of two names is missing is said at once with whatever else is wrong with the child. */
function withBothNames<Child extends z.ZodType>(child: Child): Child {
  return (['givenName', 'familyName'] as const).reduce((checked, name) => {
    const other = name === 'givenName' ? 'familyName' : 'givenName';
    return checked.refine(
      (typed) => {
        const { data: names } = Names.safeParse(typed);
        return !names || names.singleName === true || names[name] !== undefined || names[other] === undefined;
      },
      { path: [name], error: nameUnsaidWords[name], when: ({ value }) => typeof value === 'object' },
    );
  }, child);
}

/** What each step of the form asks: parts of what a program states in one. */
export const stepBodies = {
  referrer: z.strictObject({
    source: shape.source,
    organisation: shape.organisation,
    referredBy: shape.referredBy,
  }),
  child: z.strictObject({
    /** A form says that the NHS number is not known, or that there is one name alone; it does not only leave it out. */
    child: withBothNames(shape.child.extend({ nhsNumberNotKnown: ticked, singleName: ticked })),
  }),
  request: z.strictObject({
    service: shape.service,
    primaryReason: shape.primaryReason,
    otherReasons: shape.otherReasons,
    team: shape.team,
    priority: shape.priority,
    receivedOn: shape.receivedOn,
    receivedTime: shape.receivedTime,
    notes: shape.notes,
  }),
  plan: z.strictObject({ plan: shape.plan.unwrap().prefault({}) }),
  circumstances: z.strictObject({
    circumstances: z.array(CircumstanceId).max(circumstances.length).default([]),
  }),
  since: z.strictObject({
    since: forEach(CalendarDate).default({}),
    knownFrom: forEach(CircumstanceKnownFrom).default({}),
  }),
  needs: z.strictObject({
    chosen: ChosenNeeds,
    needs: shape.needs,
    strengths: shape.strengths,
    tried: shape.tried,
  }),
  consent: z.strictObject({
    consent: shape.consent.unwrap(),
    contactPreference: shape.child.shape.contactPreference,
    accessibleNeeds: shape.child.shape.accessibleNeeds,
    /** Who else there is, each at a place of the form. */
    contacts: z
      .strictObject(
        Object.fromEntries(contactPlaces.map((place) => [place, StatedContact.optional()])) as Record<
          string,
          z.ZodOptional<typeof StatedContact>
        >,
      )
      .default({}),
    /** To come back to this step with one place more. */
    another: ticked,
  }),
} as const satisfies Record<DraftStep, z.ZodType>;

export const stepTitles: Readonly<Record<DraftStep, string>> = {
  referrer: 'Who refers',
  child: 'The child or young person',
  request: 'What for',
  plan: 'The plan of needs',
  circumstances: 'Risk and circumstances',
  since: 'Since when',
  needs: 'Needs, strengths and what was tried',
  consent: 'Consent, and who else there is',
};

/**
 * Where each step stands in the form. What is asked only of some is a part of the step before it, so that the number of
 * steps is the same for everybody from the first page to the last, which checks the answers.
 */
const stepPlaces: Readonly<Record<DraftStep, number>> = {
  ...{ referrer: 1, child: 2, request: 3, plan: 3 },
  ...{ circumstances: 4, since: 4, needs: 5, consent: 6 },
};

/** "Step 2 of 7": the place of a step, or of the check, and how many there are. */
export function placeOf(step: DraftStep | 'check'): { place: number; of: number } {
  const of = Math.max(...Object.values(stepPlaces)) + 1;
  return { place: step === 'check' ? of : stepPlaces[step], of };
}

/** The circumstances that were ticked. */
export function tickedIn({ circumstances: kept }: Kept): CircumstanceId[] {
  return stepBodies.circumstances.safeParse(kept ?? {}).data?.circumstances ?? [];
}

/** From whom it is known what a source of referral states, where that is plain. */
const plainSources: Readonly<Record<string, CircumstanceKnownFrom>> = {
  ...{ A1: 'health', A2: 'health', A3: 'health', A4: 'health', F1: 'health', F2: 'health', F3: 'health' },
  ...{ B1: 'family', B2: 'family', C1: 'social-care', C2: 'school' },
};

/** From whom what is stated is known, as far as it is plain from who refers. */
export function plainFrom({ referrer }: Kept): CircumstanceKnownFrom | undefined {
  return plainSources[String(fieldsOf(referrer)['source'])];
}

/** Whether a circumstance was ticked for which a clinician looks on the same day. */
export function statesRisk(ids: readonly CircumstanceId[]): boolean {
  return needsSameDayResponse(ids.map((id) => ({ id, source: 'referrer' })));
}

/** The steps that this draft has: since when is asked only of what was ticked, of a plan only where it has the step. */
export function stepsOf(kept: Kept, ofPlan: boolean): DraftStep[] {
  return draftSteps.filter((step) => {
    if (step === 'plan') return ofPlan;
    return step !== 'since' || tickedIn(kept).length > 0;
  });
}

/** What is stated of the needs that matter. */
export function needsIn({ needs: kept }: Kept): StatedNeeds {
  const { data } = stepBodies.needs.safeParse(kept ?? {});
  return data ? chosenNeeds(data) : {};
}

/** The places at which the form asks who else there is: those that were filled, and one more. */
export function contactPlacesIn({ consent }: Kept): string[] {
  const kept = stepBodies.consent.shape.contacts.safeParse(fieldsOf(consent)['contacts']).data ?? {};
  const last = contactPlaces.findLastIndex((place) => kept[place] !== undefined);
  return contactPlaces.slice(0, last + 2);
}

/** The whole of what was typed, as a program would state it in one. */
export function statedIn(kept: Kept): Record<string, unknown> {
  const { circumstances: _ids, since, child, consent, needs, ...rest } = kept;
  const { strengths, tried } = fieldsOf(needs);
  const { nhsNumberNotKnown: _said, singleName: _alone, ...who } = fieldsOf(fieldsOf(child)['child']);
  const { consent: agreed, contacts, contactPreference, accessibleNeeds } = fieldsOf(consent);
  const others = Object.values(fieldsOf(contacts)).filter((each) => each !== undefined);
  const besides = { contactPreference, accessibleNeeds, contacts: others.length > 0 ? others : undefined };
  const known = Object.entries(besides).filter(([, value]) => value !== undefined);
  const { data: dated } = stepBodies.since.safeParse(since ?? {});
  const stated = tickedIn(kept).map((id) =>
    circumstanceWritten({ id, since: dated?.since[id], knownFrom: dated?.knownFrom[id] }),
  );
  return Object.assign(
    { circumstances: stated },
    needs !== undefined && { needs: needsIn(kept), strengths, tried },
    child !== undefined && { child: { ...who, ...Object.fromEntries(known) } },
    agreed !== undefined && { consent: agreed },
    ...Object.values(rest),
  ) as Record<string, unknown>;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The step at which a field is asked. */
export function stepOf(field: string): DraftStep {
  const [first = ''] = field.split('.');
  return draftSteps.find((step) => first in stepBodies[step].shape) ?? 'referrer';
}
