/** Who a child is: the record, its contacts, a hidden address, names for others, and the search by them. */
import type { ServiceBase, Dependencies } from '@waymark/service-base';
import type { Identity } from '../shared/identity/identity.ts';
import { findPeople } from './adapters/find-people.ts';
import { mergedPeopleOf } from './adapters/merged-people.ts';
import { people, personStoreSettings } from './adapters/person-store.ts';
import { indexPeople } from './adapters/search-index.ts';
import { withChangedAt } from './adapters/with-changed-at.ts';
import { addContact, addContactForm } from './add-contact/action.ts';
import { changeContact, changeContactForm } from './change-contact/action.ts';
import { correctPerson, correctPersonForm } from './correct-person/action.ts';
import { hideAddress, hideAddressForm } from './hide-address/action.ts';
import { noteGillick, noteGillickForm } from './note-gillick/action.ts';
import { removeContact, removeContactForm } from './remove-contact/action.ts';
import { resolvePeople } from './resolve-people/view.ts';
import { settleStatement, settleStatementForm } from './settle-statement/action.ts';
import { showAddress, showAddressForm } from './show-address/action.ts';
import { viewPerson, wholeRecord } from './view-person/view.ts';

export type { FindPeople, SearchPlace } from './adapters/find-people.ts';
export type { MergedPeople } from './adapters/merged-people.ts';
export type { People } from './adapters/person-store.ts';
export { mostRaces, type KnownChild, type NewChild } from './adapters/identify.ts';
export { sealing } from './adapters/sealed-person.ts';
export { fieldWords, valueWords } from './view-person/value-words.ts';
export type { ChildReferrals } from './child-referrals.ts';

export const actions = [
  correctPerson,
  hideAddress,
  showAddress,
  noteGillick,
  addContact,
  changeContact,
  removeContact,
  settleStatement,
];

export const views = [
  resolvePeople,
  viewPerson,
  wholeRecord,
  correctPersonForm,
  hideAddressForm,
  showAddressForm,
  noteGillickForm,
  addContactForm,
  changeContactForm,
  removeContactForm,
  settleStatementForm,
];

/** The children of this service, and the ways to find them. */
export function parts(
  base: Pick<ServiceBase, 'store'>,
  identity: Identity,
  { clock }: Pick<Dependencies, 'clock'>,
) {
  const rawPersonStore = base.store(personStoreSettings);
  const personStore = withChangedAt(rawPersonStore, clock);
  const mergedPeople = mergedPeopleOf(rawPersonStore, clock);
  return {
    personStore,
    mergedPeople,
    people: people(personStore, identity, mergedPeople),
    findPeople: findPeople(personStore, identity, mergedPeople),
  };
}
type Parts = ReturnType<typeof parts> & Identity;

export function sweeps({ personStore, ...identity }: Parts, dependencies: Dependencies) {
  return [indexPeople(personStore, identity, dependencies)];
}
