import { fieldProblem, problemError } from '@waymark/http';
import type { FieldFault } from './domain/field-fault.ts';

/** The problem of a form with faults, each at its field. */
export function problemOf(faults: readonly FieldFault[]) {
  return problemError('invalid-body', {
    errors: faults.map(({ field, says }) => fieldProblem('body', field.split('.'), says)),
  });
}
