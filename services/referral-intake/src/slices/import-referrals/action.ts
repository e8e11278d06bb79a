import { personIdFrom } from '@waymark/events';
import { uploadAction } from '@waymark/runtime';
import { z } from 'zod';
import { spool } from '../../adapters/spool/spool.ts';
import { begin, end, Import, ImportId } from '../../domain/import.ts';
import type { Importing, ImportParts } from './imports.ts';
import { importPage } from './view.ts';

/** The largest file, in bytes: some 300,000 referrals with notes. */
export const largestFile = 256 * 1_048_576;

export const ImportAnswer = Import.omit({ importId: true, startedAt: true, endedAt: true }).extend({
  id: ImportId,
});

export const importReferrals = uploadAction({
  id: 'import-referrals',
  summary: 'Import a file of referrals: every bad row is explained, every good row is kept',
  path: '/imports',
  permission: 'referral:import',
  body: z.strictObject({}),
  upload: { field: 'file', maxBytes: largestFile, type: 'text/csv' },
  run: async (
    { made, file, clock },
    { imports, importing, index }: ImportParts & { importing: Importing },
  ) => {
    const importId = importIdFrom(index.bytesOf('import', made.key));
    const at = clock.now().toString();
    const created = await imports.create(importId, made, () => begin(importId, at));
    if (created.kind !== 'done' || created.repeated) {
      file.stream.destroy();
      return created;
    }
    try {
      importing.begin(importId, await spool(file.stream), made);
    } catch (error) {
      await imports.change(importId, { ...made, key: `${made.key}/cut off` }, (state) =>
        end(state, state, 'The file did not arrive whole.', clock.now().toString()),
      );
      throw error;
    }
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

/** An import as programs are told of it. */
export function answerOf({ importId, startedAt: _began, endedAt: _ended, ...told }: Import) {
  return { id: importId, ...told };
}

function importIdFrom(random: Uint8Array): ImportId {
  return ImportId.parse(personIdFrom(random.subarray(0, 26)).replace('per_', 'imp_'));
}
