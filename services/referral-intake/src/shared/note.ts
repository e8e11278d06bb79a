import { neededText } from './domain/text.ts';

const longest = 2_000;

/** What a person writes with a step. It is sealed, and no event and no log has it. `what` begins the sentence. */
export const note = (what: string) => neededText(what, longest);
