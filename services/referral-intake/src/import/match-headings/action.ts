import { action, problemError } from '@waymark/http';
import { z } from 'zod';
import { askValues, ImportId, resume } from '../domain/import.ts';
import { answerOf, ImportAnswer } from '../import-referrals/answer.ts';
import type { Importing } from '../import-referrals/importing.ts';
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
  run: async (
    { params: { importId }, body, command },
    {
      imports,
      uploads,
      matchings,
      organisations,
      importing,
    }: MatchParts & { importing: Pick<Importing, 'look'> },
  ) => {
    const state = (await imports.get(importId))?.state;
    if (state === undefined) return { kind: 'missing' };
    const waiting = await waitingFile(state, uploads);
    if (waiting === undefined) return imports.change(importId, command, resume);
    const { names, contents } = waiting;
    const said = matched(names, body, organisations);
    if ('problems' in said) throw problemError('invalid-body', { errors: said.problems });
    const { unknown, clear } = valuesOf(said.stands, names, contents);
    await matchings.remember(state.sentBy?.organisation, names, { ...said, values: clear }, command);
    if (unknown.length > 0) return imports.change(importId, command, askValues);
    const resumed = await imports.change(importId, command, resume);
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
