import { action, ownRecords, problemError } from '@waymark/http';
import { z } from 'zod';
import { askValues, ImportId, remembersFor, resume } from '../domain/import.ts';
import { neededFrom } from '../domain/importer.ts';
import { answerOf, ImportAnswer } from '../import-referrals/answer.ts';
import type { Importing } from '../import-referrals/importing.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { toldDone, type TellParts } from '../import-referrals/told-import.ts';
import { matched, HeadingsForm } from './headings-form.ts';
import { valuesOf } from './propose.ts';
import { matchHeadingsPage, waitingFile, type MatchParts } from './view.ts';

export const matchHeadings = action({
  id: 'match-headings',
  summary:
    'Say what the headings of a file stand for: it is read on, once the values that we do not know are matched too, and files with these headings are read at once',
  path: '/imports/:importId/headings',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  body: HeadingsForm,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { params: { importId }, body, command, viewer, may },
    parts: MatchParts & TellParts & { importing: Pick<Importing, 'look'> },
  ) => {
    const { imports, uploads, matchings, organisations, importing } = parts;
    const change = async (next: typeof resume) =>
      toldDone(await imports.change(importId, command, next), { viewer, may }, parts);
    const state = await ownImport(importId, { viewer, may }, { imports });
    if (state === undefined) return { kind: 'missing' };
    const waiting = await waitingFile(state, uploads);
    if (waiting === undefined) return change(resume);
    const { names, contents } = waiting;
    const said = matched(names, body, organisations, neededFrom(state.as));
    if ('problems' in said) throw problemError('invalid-body', { errors: said.problems });
    const { unknown, clear } = valuesOf(said.stands, names, contents);
    await matchings.remember(remembersFor(state), names, { ...said, values: clear }, command);
    if (unknown.length > 0) return change(askValues);
    const resumed = await change(resume);
    if (resumed.kind === 'done') await importing.look();
    return resumed;
  },
  refusals: {
    'headings-are-known': () => 'This import does not wait for its headings. Look at how far it is.',
  },
  form: matchHeadingsPage,
  then: {
    page: ({ id, state }) => (state.state === 'values' ? `/imports/${id}/values` : `/imports/${id}`),
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});
