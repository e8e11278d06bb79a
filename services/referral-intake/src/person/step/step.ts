import { todayInLondon, type CalendarDate } from '@waymark/care-types';
import { childHead, type ChildHead } from '@waymark/web';
import { PersonId } from '@waymark/events';
import { type Decision } from '@waymark/decisions';
import {
  action,
  fillPath,
  view,
  type ActionContext,
  type Action,
  type ViewContext,
  type View,
} from '@waymark/http';
import { type Permission } from '@waymark/policy';
import { z } from 'zod';
import type { SaidOtherwise } from '../adapters/sealed-person.ts';
import type { People, Said, WholePerson } from '../adapters/person-store.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { fullName, withoutHiddenPlace, type PersonDetails } from '../domain/person.ts';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import { problemOf } from '../../shared/problem.ts';
import { actorLabel } from '../../shared/history.ts';
import type { StepField } from '../../shared/form-fields.ts';
import type { ChildReferral, ChildReferrals } from '../child-referrals.ts';

export type PersonParts = { people: People; childReferrals: ChildReferrals; organisations: Organisations };

/** One field of a step's form; `group` begins a part of the form with that heading. */
export type PersonField = StepField & {
  group?: string;
  width?: number;
  type?: string;
  attributes?: Record<string, string>;
  /** What a text box offers to pick from, in the list that `attributes.list` names. */
  choices?: readonly string[];
};

/** A child as somebody may see them: without where they are, when that is hidden from this person. */
export type SeenPerson = Omit<WholePerson, 'details'> & { details: PersonDetails; seesPlace: boolean };

type ParamsOfPerson = { personId: PersonId };

export const personParams = z.strictObject({ personId: PersonId });

type Definition<Params extends ParamsOfPerson, Body> = {
  id: string;
  title: string;
  summary: string;
  /** Under the child's own path. */
  path: `/${string}`;
  permission: Permission;
  params: z.ZodType<Params>;
  body: z.ZodType<Body>;
  submit: string;
  /** What was done, for the page that follows. No name and no free text. */
  says: string;
  /** What will then be so, before it is confirmed. */
  follows(person: SeenPerson, params: Params): string;
  /** Undefined where there is no such thing to change. */
  fields(
    person: SeenPerson,
    params: Params,
    at: { today: CalendarDate; organisations: Organisations },
  ): PersonField[] | undefined;
  /** Why it cannot be done now. */
  whyNot?(person: SeenPerson): string | undefined;
  /** What is wrong besides, seen with what else is held. */
  faults?(ctx: ActionContext<Params, Body>, parts: PersonParts): FieldFault[] | Promise<FieldFault[]>;
  decide(
    details: PersonDetails,
    ctx: ActionContext<Params, Body>,
    organisations: Organisations,
    /** What referrals say otherwise. */
    otherwise: readonly SaidOtherwise[],
  ): Decision<PersonDetails>;
  /** What is said with it, and what the child's referrals then tell others. */
  said(body: Body, params: Params): Said;
  /** The field at which it is said that another child has the NHS number. */
  numberAt?: string;
  refusals?: Record<string, (facts: Readonly<Record<string, unknown>>) => string>;
};

/** So many references stand at the top of a child's page. */
const mostReferences = 4;

const Answer = z.object({ personId: PersonId, version: z.int() });

const heldForAnother =
  'This NHS number is held for another child. If both records are of one child, open the list of possible duplicates and say so there';

/** A child as this person may see them; undefined for one not known, or erased. */
export async function seenPerson(
  personId: PersonId,
  { may }: Pick<ViewContext<unknown, unknown>, 'may'>,
  { people }: Pick<PersonParts, 'people'>,
): Promise<SeenPerson | undefined> {
  const whole = await people.whole(personId);
  if (!whole) return undefined;
  const seesPlace = may('identity:hidden-address') || !whole.details.addressHidden;
  return { ...whole, details: seesPlace ? whole.details : withoutHiddenPlace(whole.details), seesPlace };
}

/** Who a child is, with the references of its referrals, the newest first. */
export function whoseRecord(
  { details }: SeenPerson,
  referrals: readonly Pick<ChildReferral, 'reference'>[],
  today: CalendarDate,
): ChildHead {
  const { dateOfBirth } = details;
  const references = referrals.slice(0, mostReferences).map(({ reference }) => reference);
  return childHead({ name: fullName(details), dateOfBirth, references }, today);
}

/** One thing that is done to the record of a child, by form and by program: kept as a version, told, and audited. */
export function personStep<Params extends ParamsOfPerson, Body>(
  step: Definition<Params, Body>,
): { form: View<PersonParts>; act: Action<PersonParts> } {
  const path = `/people/:personId${step.path}` as const;
  const form = view({
    id: `${step.id}-form`,
    summary: `${step.title}: the form`,
    path,
    permission: step.permission,
    params: step.params,
    load: async ({ params, may, clock }: ViewContext<Params, unknown>, parts: PersonParts) => {
      const person = await seenPerson(params.personId, { may }, parts);
      const { organisations, childReferrals } = parts;
      const today = todayInLondon(clock);
      const fields = person && step.fields(person, params, { today, organisations });
      if (!person || !fields) return undefined;
      return {
        whose: whoseRecord(person, await childReferrals.list(params.personId), today),
        ...{ person, fields, title: step.title, submit: step.submit },
        step: stepPath(step.path, params),
        follows: step.follows(person, params),
        whyNot: step.whyNot?.(person),
      };
    },
    page: { template: 'person/step/page.njk' },
    version: ({ person }) => person.version,
    audits: ({ person }) => ({ subjects: [person.personId], purpose: 'change who a child is' }),
  });
  const act = action({
    id: step.id,
    summary: step.summary,
    path,
    permission: step.permission,
    params: step.params,
    body: step.body,
    expects: 'version',
    run: async (ctx: ActionContext<Params, Body>, parts: PersonParts) => {
      const { people, organisations } = parts;
      const { personId } = ctx.params;
      const faults = await step.faults?.(ctx, parts);
      if (faults && faults.length > 0) throw problemOf(faults);
      const outcome = await people.change(
        personId,
        ctx.command,
        (details, otherwise) => step.decide(details, ctx, organisations, otherwise),
        step.said(ctx.body, ctx.params),
      );
      if (outcome.kind === 'done') await parts.childReferrals.propagateCorrection(personId, ctx.clock);
      if (outcome.kind === 'refused' && outcome.code === 'already-taken' && step.numberAt)
        throw problemOf([{ field: step.numberAt, says: heldForAnother }]);
      if (outcome.kind === 'stale')
        return {
          ...outcome,
          says: `${await lastDone(personId, ctx, parts)} That was after you opened the record. Look at it as it is now, then decide again.`,
        };
      return outcome;
    },
    refusals: {
      erased: () => 'Who this child is has been erased.',
      'nothing-changed': () => 'Nothing differs from what is recorded. Change what is wrong.',
      'no-such-contact': () => 'There is nobody at this place of the list. Look at the record as it is now.',
      ...step.refusals,
    },
    form,
    then: {
      page: ({ id }) => `/people/${id}`,
      says: () => step.says,
      api: ({ id, version }) => ({ status: 200, body: { personId: id, version } }),
    },
    responses: Answer,
  });
  return { form, act };
}

async function lastDone(
  personId: PersonId,
  { viewer }: ActionContext<unknown, unknown>,
  { people }: PersonParts,
): Promise<string> {
  const [last] = (await people.whole(personId))?.versions ?? [];
  return last
    ? `${actorLabel({ id: last.by, roles: last.roles }, viewer.id)} changed what is held of this child.`
    : 'What is held of this child was changed.';
}

/** The path of a step with its parameters filled in. */
function stepPath(path: string, params: object): string {
  const values = new Map(Object.entries(params).map(([name, value]) => [name, String(value)]));
  return fillPath(path, (name) => values.get(name) ?? '');
}
