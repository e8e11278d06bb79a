import { idOf } from '@waymark/care-types';
import { ownRecords, uploadAction } from '@waymark/http';
import { z } from 'zod';
import { sealedName } from '../adapters/sealed-names.ts';
import { begin, ImportId } from '../domain/import.ts';
import { importerOf } from '../domain/importer.ts';
import { answerOf, ImportAnswer } from './answer.ts';
import type { Importing, ImportParts } from './importing.ts';
import { toldDone } from './told-import.ts';
import { importPage } from './view.ts';

/** The largest file, in bytes: some 300,000 referrals with notes as CSV. */
const largestFile = 256 * 1_048_576;

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Needed = Pick<ImportParts, 'imports' | 'index' | 'cipher' | 'organisations'> & { importing: Importing };

/** The name of a file without the folders that some browsers and programs send before it. */
function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

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
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { command, body: { sheet = null, attended }, file, clock, viewer, reach, may },
    { imports, importing, index, ...parts }: Needed,
  ) => {
    const importId = ImportId.parse(idOf('imp', index.bytesOf('import', command.key)));
    const by = { reader: importing.reader, at: clock.now().toString() };
    const created = await imports.create(importId, command, () =>
      begin(importId, command, by, {
        as: importerOf(reach, may),
        ...{ sheet, attended },
        senderName: sealedName(importId, 'senderName', viewer.name, parts.cipher),
        fileName: sealedName(importId, 'fileName', lastPart(file.name), parts.cipher),
      }),
    );
    if (created.kind !== 'done' || created.repeated) file.stream.destroy();
    else await importing.receive(importId, file.stream);
    return toldDone(created, { viewer, may }, parts);
  },
  refusals: {},
  form: importPage,
  then: {
    page: ({ id }) => `/imports/${id}`,
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});
