import type { Choice } from '@waymark/web';

/** One field of a step's form, as the macros of forms take it. */
export type StepField = {
  kind: 'select' | 'radio' | 'groups' | 'checkbox' | 'area' | 'text' | 'date';
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
  value?: string;
  empty?: string;
  items?: Choice[];
  /** The items in groups, those that fit best first. */
  groups?: { title: string; items: Choice[]; folded?: boolean }[];
  rows?: number;
  /** In characters. */
  width?: number;
};

/** The field for what only those read who care for the child. */
export function noteField(label: string, more: Partial<StepField> = {}): StepField {
  return {
    kind: 'area',
    name: 'note',
    label,
    hint: 'Only those who care for the child, and who referred, can read it.',
    rows: 3,
    ...more,
  };
}
