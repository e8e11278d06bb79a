import { CalendarDate, type CalendarDate as Day } from '@waymark/care-types';
import type { Choice } from '@waymark/web';
import type { z } from 'zod';
import type { PathwayFact } from '../domain/pathway.ts';
import type { Common } from '../domain/recording.ts';

export type Field =
  | { name: string; label: string; as: 'radio' | 'select'; choices: readonly Choice[]; optional?: true }
  | { name: string; label: string; as: 'date' | 'time' | 'text'; hint: string; optional?: true };

/** What cannot be made into a fact, by the code of a refusal. */
export type NotOne = { refused: 'no-such-time' | 'time-comes-twice' };

/** One kind of thing that a clinician can record: how it is asked for, and the fact that it makes. */
export type Kind<Body extends { on: Day } = { on: Day }> = {
  id: string;
  /** The words of the link, and of the heading. */
  title: string;
  /** That it was recorded, where the title does not begin with "Record". */
  says?: string;
  /** Says what it is for, where the title does not. */
  lead?: string;
  when: string;
  body: z.ZodType<Body>;
  fields: (today: Day) => readonly Field[];
  fact: (body: Body, common: Common) => PathwayFact | NotOne;
  /** What the form says of such a fact; undefined of another kind of fact. */
  formValuesOf: (fact: PathwayFact) => Record<string, string | undefined> | undefined;
};

/** A kind whose body is known to its own fact, and to nobody else. */
export function kind<Body extends { on: Day }>(of: Kind<Body>): Kind {
  return of as unknown as Kind;
}

/** The day on which it happened. */
export const on = CalendarDate;
