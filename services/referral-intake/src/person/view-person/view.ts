import {
  correctionReason,
  formatNhsNumber,
  languageName,
  textOf,
  londonDateOf,
  todayInLondon,
} from '@waymark/care-types';
import type { DuplicatePairId } from '@waymark/events';
import { PersonId, Reference, ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { People } from '../adapters/person-store.ts';
import { contactPreferences, relations, responsibility, telling } from '../domain/contact.ts';
import { educations } from '../domain/education.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { PersonDetails } from '../domain/person.ts';
import { visibleFields } from '../settle-statement/action.ts';
import { fieldWords, valueWords } from './value-words.ts';
import { personParams, seenPerson, whoseRecord, type PersonParts, type SeenPerson } from '../step/step.ts';
import { timeOf, actorLabel } from '../../shared/history.ts';

const tellingWords = {
  may: 'May be told',
  'ask-first': 'Ask the young person first: they decide for themselves',
  not: 'May not be told',
} as const;

function wordsOf({ details }: SeenPerson, { inWords }: Organisations) {
  const named = (code: string | undefined) => (code === undefined ? undefined : inWords(code));
  const { interpreterNeeded: needed } = details;
  return {
    nhsNumber: details.nhsNumber && formatNhsNumber(details.nhsNumber),
    school: named(details.school) ?? (details.education && educations[details.education]),
    practice: named(details.practice),
    mainLanguage: details.mainLanguage && (languageName(details.mainLanguage) ?? details.mainLanguage),
    interpreter: needed === undefined ? undefined : needed ? 'Needed' : 'Not needed',
    contactPreference: details.contactPreference && contactPreferences[details.contactPreference],
    contacts: (details.contacts ?? []).map((contact, at) => ({
      ...contact,
      place: at + 1,
      relationText: relations[contact.relation],
      responsibilityText: responsibility[contact.parentalResponsibility],
      telling: telling(contact, details.gillick),
      tellingText: tellingWords[telling(contact, details.gillick)],
    })),
  };
}

/** What was changed of a child's record, by which role, and why. What was held before is told to few (`/record`). */
function changesOf({ versions, seesPlace }: SeenPerson, viewerId: string) {
  return versions.map(({ until, by, roles, fields, reason, note }) => ({
    on: londonDateOf(until),
    said: `${actorLabel({ id: by, roles }, viewerId)}, ${timeOf(until)}`,
    text: [
      `Changed: ${fields.map((field) => fieldWords[field]).join(', ')}.`,
      ...(reason ? [`${textOf(correctionReason, reason)}.`] : []),
      ...(note && seesPlace ? [`“${note}”`] : []),
    ].join(' '),
  }));
}

/** What referrals say otherwise, with who sent them. Of a hidden place nothing is shown to who may not see it. */
async function saidOtherwise(
  { otherwise, seesPlace, details }: SeenPerson,
  { organisations, childReferrals }: PersonParts,
  viewerId: string,
) {
  const senders = await childReferrals.sendersOf(
    otherwise.map(({ referralId }) => referralId),
    organisations,
  );
  return otherwise.flatMap((each) => {
    const fields = visibleFields(each, seesPlace);
    if (fields.length === 0) return [];
    return [
      {
        referralId: each.referralId,
        on: londonDateOf(each.at),
        by: `${actorLabel({ id: each.by.id, roles: each.by.roles }, viewerId)}, ${timeOf(each.at)}`,
        from: senders.get(each.referralId),
        fields: fields.map((field) => ({
          field,
          label: fieldWords[field],
          held: valueWords(field, details, organisations),
          said: valueWords(field, each.said, organisations),
        })),
      },
    ];
  });
}

const Change = z.object({ on: z.string(), said: z.string(), text: z.string() });

/** The pairs of a child that nobody has decided about. The area of duplicates has them, and `app.ts` passes them in. */
type DuplicateParts = {
  duplicatesToDecide(personId: PersonId): Promise<{ pairId: DuplicatePairId; sameNumber: boolean }[]>;
};

export const viewPerson = view({
  id: 'view-person',
  summary:
    'A child: details, who else there is, their referrals, and what was changed, when and by which role',
  path: '/people/:personId',
  permission: 'person:view',
  params: personParams,
  load: async ({ params: { personId }, may, viewer, clock }, parts: PersonParts & DuplicateParts) => {
    const person = await seenPerson(personId, { may }, parts);
    if (!person) return undefined;
    const today = todayInLondon(clock);
    const referrals = await parts.childReferrals.list(personId);
    return {
      person,
      whose: whoseRecord(person, referrals, today),
      mayLift: may('identity:hidden-address'),
      words: wordsOf(person, parts.organisations),
      changes: changesOf(person, viewer.id),
      referrals,
      otherwise: await saidOtherwise(person, parts, viewer.id),
      sameNumber: (await parts.duplicatesToDecide(personId)).find((pair) => pair.sameNumber)?.pairId,
    };
  },
  page: { template: 'person/view-person/page.njk' },
  api: {
    body: z.object({
      personId: PersonId,
      /** Without where the child is, where that is hidden from you. */
      details: PersonDetails,
      referrals: z.array(
        z.object({
          referralId: ReferralId,
          reference: Reference,
          service: z.string(),
          status: z.string(),
          receivedOn: z.string(),
        }),
      ),
      changes: z.array(Change),
      /** What referrals say otherwise, to be taken or left: `POST …/otherwise/:referralId`. */
      otherwise: z.array(
        z.object({
          referralId: ReferralId,
          on: z.string(),
          fields: z.array(z.object({ field: z.string(), held: z.string(), said: z.string() })),
        }),
      ),
      /** The NHS number is also stated for another child, and is not used here until somebody decides. */
      numberDisputed: z.boolean(),
    }),
    of: ({ person: { personId, details, disputes }, referrals, changes, otherwise }) => ({
      ...{ personId, details, changes, numberDisputed: disputes !== undefined },
      otherwise: otherwise.map(({ referralId, on, fields }) => ({
        ...{ referralId, on },
        fields: fields.map(({ field, held, said }) => ({ field, held, said })),
      })),
      referrals: referrals.map(({ referralId, reference, service, status, receivedOn }) => ({
        ...{ referralId, reference, service, status, receivedOn },
      })),
    }),
  },
  version: ({ person }) => person.version,
  audits: ({ person }) => ({ subjects: [person.personId], purpose: 'read who a child is' }),
});

export const wholeRecord = view({
  id: 'whole-record',
  summary: 'All that is held of a child, with a hidden address, and what was held before each change',
  path: '/people/:personId/record',
  permission: 'identity:hidden-address',
  params: personParams,
  load: ({ params: { personId } }, { people }: { people: People }) => people.whole(personId),
  api: {
    body: z.object({
      personId: PersonId,
      details: PersonDetails,
      versions: z.array(
        z.object({
          until: z.string(),
          by: z.string(),
          fields: z.array(z.string()),
          was: PersonDetails.partial(),
          reason: z.string().optional(),
          note: z.string().optional(),
        }),
      ),
    }),
    of: (person) => person,
  },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'read all that is held of a child' }),
});
