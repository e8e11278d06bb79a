import { idOf } from '@waymark/care-types';
import { uploadAction } from '@waymark/http';
import { z } from 'zod';
import { begin, ImportId } from '../domain/import.ts';
import { answerOf, ImportAnswer } from './answer.ts';
import type { Importing, ImportParts } from './importing.ts';
import { importPage } from './view.ts';

/** The largest file, in bytes: some 300,000 referrals with notes as CSV. */
const largestFile = 256 * 1_048_576;

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const importReferrals = uploadAction({
  id: 'import-referrals',
  summary: 'Import a file of referrals: every bad row is explained, every good row is kept',
  path: '/imports',
  permission: 'referral:import',
  body: z.strictObject({
    /** Somebody waits at the page: of values that nobody has matched they are asked. Otherwise those are set aside. */
    attended: z.boolean().default(false),
    sheet: z.string().trim().max(31, 'The name of a sheet has at most 31 characters').optional(),
  }),
  upload: { field: 'file', maxBytes: largestFile, types: ['text/csv', workbookType] },
  run: async (
    { command, body: { sheet = null, attended }, file, clock },
    { imports, importing, index }: Pick<ImportParts, 'imports' | 'index'> & { importing: Importing },
  ) => {
    const importId = ImportId.parse(idOf('imp', index.bytesOf('import', command.key)));
    const by = { reader: importing.reader, at: clock.now().toString() };
    const created = await imports.create(importId, command, () =>
      begin(importId, command, by, { sheet, attended }),
    );
    if (created.kind !== 'done' || created.repeated) {
      file.stream.destroy();
      return created;
    }
    await importing.receive(importId, file.stream);
    return created;
  },
  refusals: {},
  form: importPage,
  then: {
    page: ({ id }) => `/imports/${id}`,
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});
