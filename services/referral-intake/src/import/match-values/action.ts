import { action, fieldProblem, ownRecords, problemError, type FieldProblem } from '@waymark/http';
import { z } from 'zod';
import { ImportId, remembersFor, resume } from '../domain/import.ts';
import { answerOf, ImportAnswer } from '../import-referrals/answer.ts';
import type { Importing } from '../import-referrals/importing.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { toldDone, type TellParts } from '../import-referrals/told-import.ts';
import type { MatchParts } from '../match-headings/view.ts';
import type { Unknown } from '../match-headings/propose.ts';
import { plain } from '../read/headings.ts';
import { choicesFor, matchValuesPage, unknownIn, valueKeyOf } from './view.ts';

/** By what a heading stands for, and by the value's key (`v0` for the first) or as it is written: what it stands for. */
const ValuesForm = z.strictObject({
  values: z
    .record(z.string().max(100), z.record(z.string().max(200), z.string().trim().max(100)))
    .default({}),
});

export const matchValues = action({
  id: 'match-values',
  summary:
    'Say what values of a file stand for; those of which nothing is said are set aside. The file is read on',
  path: '/imports/:importId/values',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  body: ValuesForm,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { params: { importId }, body, command, viewer, may },
    parts: MatchParts & TellParts & { importing: Pick<Importing, 'look'> },
  ) => {
    const { imports, matchings, importing } = parts;
    const state = await ownImport(importId, { viewer, may }, parts);
    if (state === undefined) return { kind: 'missing' };
    const found = await unknownIn(state, parts);
    if (found !== undefined) {
      const { unknown, names, said } = found;
      const read = valuesSaid(unknown, body.values);
      if ('problems' in read) throw problemError('invalid-body', { errors: read.problems });
      const values = { ...said.values };
      for (const [name, each] of Object.entries(read.values)) values[name] = { ...values[name], ...each };
      const unsaid = { ...said.unsaid };
      for (const { stands, values: all } of unknown) {
        const left = all.map(({ text }) => plain(text)).filter((key) => values[stands]?.[key] === undefined);
        unsaid[stands] = [...new Set([...(unsaid[stands] ?? []), ...left])];
      }
      await matchings.remember(remembersFor(state), names, { ...said, values, unsaid }, command);
    }
    const resumed = await imports.change(importId, command, resume);
    if (resumed.kind === 'done') await importing.look();
    return toldDone(resumed, { viewer, may }, parts);
  },
  refusals: {
    'headings-are-known': () => 'This import does not wait for its values. Look at how far it is.',
  },
  form: matchValuesPage,
  then: {
    page: ({ id }) => `/imports/${id}`,
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});

/** What was said of values, by what their heading stands for and by the value as `plain` has it. */
function valuesSaid(
  unknown: readonly Unknown[],
  said: z.infer<typeof ValuesForm>['values'],
): { values: Record<string, Record<string, string>> } | { problems: FieldProblem[] } {
  const values: Record<string, Record<string, string>> = {};
  const problems: FieldProblem[] = [];
  for (const [name, given] of Object.entries(said)) {
    const column = unknown.find(({ stands }) => stands === name);
    for (const [key, code] of Object.entries(given)) {
      const text =
        column?.values.find((_value, place) => valueKeyOf(place) === key)?.text ??
        column?.values.find((value) => plain(value.text) === plain(key))?.text;
      const known = column && choicesFor(column.stands).some(({ value }) => value === code);
      if (text === undefined)
        problems.push(
          fieldProblem('body', ['values', name, key], 'The file has no such value that we do not know'),
        );
      else if (!known)
        problems.push(
          fieldProblem('body', ['values', name, key], `Choose from the list what “${text}” stands for`),
        );
      else values[name] = { ...values[name], [plain(text)]: code === 'not-known' ? '' : code };
    }
  }
  return problems.length > 0 ? { problems } : { values };
}
