import type { AggregateStore } from '@waymark/aggregate-store';
import { action, ownRecords } from '@waymark/http';
import { z } from 'zod';
import { standsIn, type Matchings } from '../adapters/matchings.ts';
import type { UploadStore } from '../adapters/upload-store.ts';
import { dayOrders } from '../domain/day.ts';
import { type Import, ImportId, readDaysAs, remembersFor } from '../domain/import.ts';
import { answerOf, ImportAnswer } from '../import-referrals/answer.ts';
import type { Importing } from '../import-referrals/importing.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { toldDone, type TellParts } from '../import-referrals/told-import.ts';
import { dayOrderPage, waitingFile } from './view.ts';

type Parts = {
  imports: AggregateStore<Import>;
  uploads: UploadStore;
  matchings: Matchings;
  importing: Pick<Importing, 'look'>;
};

export const sayDayOrder = action({
  id: 'say-day-order',
  summary: 'Say whether the day or the month comes first in the dates of a file: it is read on',
  path: '/imports/:importId/dates',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  body: z.strictObject({
    order: z.enum(dayOrders, { error: 'Select which comes first in the dates, the day or the month' }),
  }),
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ params: { importId }, body: { order }, command, viewer, may }, parts: Parts & TellParts) => {
    const { imports, importing, matchings } = parts;
    const state = await ownImport(importId, { viewer, may }, { imports });
    if (state === undefined) return { kind: 'missing' };
    const waiting = await waitingFile(state, parts);
    if (waiting?.layout.shape === 'matched') {
      const { surveyed, layout } = waiting;
      const said = { ...layout, stands: standsIn(layout), makesReference: layout.makesReference === true };
      await matchings.remember(remembersFor(state), surveyed.names, { ...said, dayOrder: order }, command);
    }
    const resumed = await imports.change(importId, command, (current) => readDaysAs(current, order));
    if (resumed.kind === 'done') await importing.look();
    return toldDone(resumed, { viewer, may }, parts);
  },
  refusals: {
    'day-order-is-known': () =>
      'This import does not wait for the order of its dates. Look at how far it is.',
  },
  form: dayOrderPage,
  then: {
    page: ({ id }) => `/imports/${id}`,
    api: ({ id, state }) => ({ status: 202, body: answerOf(state), location: `/api/imports/${id}` }),
  },
  responses: ImportAnswer,
});
