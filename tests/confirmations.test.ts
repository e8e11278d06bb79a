import { services } from './services.ts';

/** Actions after which there is no page of a record: steps of a form, files, signing in and out as a family. */
const saysItself = new Set([
  // The page that follows is about what was just done.
  'log-referral',
  'send-draft',
  'import-referrals',
  'match-headings',
  'match-values',
  'say-day-order',
  'validate-waits',
  // One step of a form leads to the next.
  'start-draft',
  'refer-with-plan',
  'save-view',
  'remove-view',
  // Families have pages of their own, in their own words.
  'enter-family-page',
  'leave-family-page',
  'leave-family-form',
  'send-family-code',
  'send-family-code-again',
  'confirm-family-request',
]);
const isStepOfForm = /^(save-draft-|save-family-|family-form-|tell-|draft-)/;

const changing = Object.values(services)
  .flatMap(({ actions }) => actions as { id: string; looks?: true; then: { says?: unknown } }[])
  .filter(({ looks }) => !looks);

test('every action that changes something says what was done on the page that follows', () => {
  const silent = changing
    .filter(({ then }) => then.says === undefined)
    .map(({ id }) => id)
    .filter((id) => !saysItself.has(id) && !isStepOfForm.test(id));
  expect(silent).toEqual([]);
});

test('nobody is excused who says it', () => {
  const says = changing.filter(({ then }) => then.says !== undefined).map(({ id }) => id);
  expect(says.filter((id) => saysItself.has(id))).toEqual([]);
});
