import { Import, ImportId } from '../domain/import.ts';

/** An import as programs see it. */
export const ImportAnswer = Import.pick({
  state: true,
  rows: true,
  added: true,
  updated: true,
  already: true,
  duplicates: true,
  rejected: true,
  setAside: true,
  differs: true,
  failure: true,
  letters: true,
  passedOver: true,
}).extend({ id: ImportId });

export function answerOf(current: Import) {
  const {
    importId: id,
    state,
    rows,
    added,
    updated,
    already,
    duplicates,
    rejected,
    setAside,
    differs,
    failure,
    letters,
    passedOver,
  } = current;
  return {
    id,
    state,
    rows,
    added,
    updated,
    already,
    duplicates,
    rejected,
    setAside,
    differs,
    failure,
    letters,
    passedOver,
  };
}
