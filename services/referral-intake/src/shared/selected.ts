import { allowedIn, type CodeIn, type CodeList } from '@waymark/care-types';
import { z } from 'zod';

/** A code of a list that a form asks for: what to do where nothing is selected, and for a program what is allowed. */
export function selected<List extends CodeList>(list: List, words: string): z.ZodType<CodeIn<List>> {
  const codes = list.entries.map(({ code }) => code) as CodeIn<List>[];
  return z.enum(codes, {
    error: ({ input }) => (input === undefined || input === '' ? words : `${words}: ${allowedIn(list)}`),
  });
}
