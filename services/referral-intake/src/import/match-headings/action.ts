import type { AggregateStore } from '@waymark/aggregate-store';
import { action, problemError } from '@waymark/http';
import { z } from 'zod';
import type { UploadStore } from '../adapters/upload-store.ts';
import { type Import, ImportId, resume } from '../domain/import.ts';
import { answerOf, ImportAnswer } from '../import-referrals/answer.ts';
import type { Importing } from '../import-referrals/importing.ts';
import type { Matchings } from '../adapters/matchings.ts';
import { matched, HeadingsForm } from './headings-form.ts';
import { headingsOf, matchHeadingsPage } from './view.ts';

type Parts = {
  imports: AggregateStore<Import>;
  uploads: UploadStore;
  matchings: Matchings;
  importing: Pick<Importing, 'look'>;
};

export const matchHeadings = action({
  id: 'match-headings',
  summary:
    'Say what the headings of a file stand for: it is read on, and files with these headings are read at once',
  path: '/imports/:importId/headings',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  body: HeadingsForm,
  run: async ({ params: { importId }, body, command }, { imports, uploads, matchings, importing }: Parts) => {
    const state = (await imports.get(importId))?.state;
    if (state === undefined) return { kind: 'missing' };
    const names = await headingsOf(state, uploads);
    if (names !== undefined) {
      const said = matched(names, body);
      if ('problems' in said) throw problemError('invalid-body', { errors: said.problems });
      await matchings.remember(state.sentBy?.organisation, names, said, command);
    }
    const resumed = await imports.change(importId, command, resume);
    if (resumed.kind === 'done') await importing.look();
    return resumed;
  },
  refusals: {
    'headings-are-known': () => 'This import does not wait for its headings. Look at how far it is.',
  },
  form: matchHeadingsPage,
  then: {
    page: ({ id }) => `/imports/${id}`,
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});
