export * from './nhs-number.ts';
export * from './ods-code.ts';
export * from './postcode.ts';
export * from './calendar.ts';
export * from './typed-date.ts';
export * from './visible-text.ts';
export * from './words.ts';
export * from './working-days.ts';
export * from './opaque-id.ts';
export * from './code-list.ts';
export * from './lists/source-of-referral.ts';
export * from './lists/primary-reason.ts';
export * from './lists/team-type.ts';
export * from './lists/clinical-priority.ts';
export * from './lists/attendance.ts';
export * from './lists/referral-end.ts';
export * from './lists/triage.ts';
export * from './lists/person.ts';
export * from './lists/eating-disorder-treatments.ts';
export { interventionKinds, type InterventionKind } from './lists/intervention-codes.ts';
export {
  codedKinds,
  interventions,
  interventionsOf,
  interventionWritten,
  isKnownIntervention,
  type CodedKind,
  type Intervention,
} from './lists/interventions.ts';
export { isSnomedConcept } from './snomed-concept.ts';
export * from './languages.ts';
export * from './needs.ts';
export * from './circumstances.ts';
export * from './services.ts';
