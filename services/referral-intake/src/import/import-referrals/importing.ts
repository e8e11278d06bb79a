import type { Readable } from 'node:stream';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import { TransientFailure, type Log } from '@waymark/decisions';

import { systemCommand } from '../../shared/domain/system-command.ts';
import type { ImportRows } from '../adapters/import-rows.ts';
import type { UploadStore } from '../adapters/upload-store.ts';
import {
  arrive,
  end,
  giveUp,
  goOn,
  release,
  takeOn,
  waitingStates,
  type By,
  type Far,
  type Import,
  type ImportId,
} from '../domain/import.ts';
import { readFile, type ReadParts } from './read-file.ts';
import type { SweepDefinition } from '@waymark/service-base';

export type ImportParts = ReadParts & {
  imports: AggregateStore<Import>;
  uploads: UploadStore;
  rows: ImportRows;
};

/** The imports that this process reads. */
export type Importing = {
  /** The name under which this process reads. */
  reader: string;
  /** Set the file of an import aside, then begin to read it. Resolves when it is set aside; rejects as the stream does. */
  receive(importId: ImportId, incoming: Readable): Promise<void>;
  /** Looks now for imports that nobody reads. */
  look(): Promise<void>;
  /** Looks every so often for imports that nobody reads; at a stop lets go what is being read, for another process. */
  sweep: SweepDefinition;
};

const heartbeatMs = 1_000;
const everyFiveSeconds = 5_000;
const startAgain = 'Send the file again: what was added stays, and nothing is added twice.';
const cutOff = `The file did not arrive whole. ${startAgain}`;
const broken = `The file could not be read to its end, because a part of the service did not answer. ${startAgain}`;

/**
 * Reads files of referrals, each in its own time, beside everything else. An import whose process is gone is read on by
 * another from the last batch that was noted.
 */
export function importing(parts: ImportParts, { clock, log }: { clock: Clock; log: Log }): Importing {
  const { imports, uploads, rows } = parts;
  const reader = crypto.randomUUID();
  const stopping = new AbortController();
  const underWay = new Map<ImportId, Promise<void>>();
  const now = (): By => ({ reader, at: clock.now().toString() });
  const change = (importId: ImportId, next: Parameters<typeof imports.change>[2]) =>
    imports.change(importId, systemCommand('import-referrals', crypto.randomUUID(), clock), next);

  /** Notes every second how far it is; aborts `lost` when another process reads it by now. */
  const beside = async <T>(
    importId: ImportId,
    far: () => Far,
    work: (lost: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const lost = new AbortController();
    const beat = heartbeatEvery(heartbeatMs, async () => {
      const noted = await change(importId, (state) => goOn(state, now(), far()));
      if (noted.kind === 'refused') lost.abort();
    });
    try {
      return await work(lost.signal);
    } finally {
      await beat.stop();
    }
  };

  const finish = async (importId: ImportId, far: Far, failure: string | null) => {
    const ended = await change(importId, (state) => end(state, now(), far, failure));
    if (ended.kind === 'done') await uploads.remove(importId);
  };

  const read = async (state: Import): Promise<void> => {
    const { importId, file } = state;
    if (file === null) return finish(importId, {}, cutOff);
    const began = performance.now();
    const { letters, rows: counted, passedOver } = state;
    const far = { letters, rows: counted, passedOver, ...(await rows.far(importId)).counted };
    const progress = () => ({ ...far });
    const ended = await beside(importId, progress, (lost) =>
      readFile(state, far, {
        ...parts,
        change: (next) => change(importId, next),
        by: now,
        file: uploads.open(importId, file),
        signal: AbortSignal.any([stopping.signal, lost]),
      }),
    );
    if (ended === 'stopped') await change(importId, (current) => release(current, now(), progress()));
    else if (ended !== 'waits') await finish(importId, progress(), ended.failure);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    log.info({ importId, ...progress(), seconds, ended: wordFor(ended) }, 'An import was read');
  };

  const begin = (state: Import): void => {
    const { importId } = state;
    const work = read(state)
      .catch(async (error: unknown) => {
        log.error({ err: error, importId }, 'An import could not be read to its end');
        // What may pass passes: whoever looks next reads it on.
        if (error instanceof TransientFailure)
          await change(importId, (current) => release(current, now(), {}));
        else await finish(importId, {}, broken);
      })
      .catch((error: unknown) =>
        log.error({ err: error, importId }, 'The end of an import could not be noted'),
      )
      .finally(() => underWay.delete(importId));
    underWay.set(importId, work);
  };

  const look = async () => {
    for await (const { state } of imports.each({ 'state.state': 'reading' })) {
      if (stopping.signal.aborted || underWay.has(state.importId)) continue;
      const taken = await change(state.importId, (current) => takeOn(current, now()));
      if (taken.kind !== 'done') continue;
      log.info({ importId: state.importId }, 'An import is read on');
      begin(taken.state);
    }
    for await (const { state } of imports.each({ 'state.state': { $in: waitingStates } })) {
      const given = await change(state.importId, (current) => giveUp(current, now().at));
      if (given.kind === 'done') await uploads.remove(state.importId);
    }
  };

  return {
    reader,
    receive: async (importId, incoming) => {
      try {
        const file = await beside(
          importId,
          () => ({}),
          () => uploads.keep(importId, incoming),
        );
        const arrived = await change(importId, (state) => arrive(state, now(), file));
        if (arrived.kind === 'done') begin(arrived.state);
      } catch (error) {
        await finish(importId, {}, cutOff);
        await uploads.remove(importId);
        throw error;
      }
    },
    look,
    sweep: {
      name: 'read-imports',
      does: 'reads on the imports that nobody reads',
      everyMs: everyFiveSeconds,
      look,
      stop: async () => {
        stopping.abort();
        await Promise.all(underWay.values());
      },
    },
  };
}

function wordFor(ended: Awaited<ReturnType<typeof readFile>>): string {
  if (typeof ended === 'string') return ended;
  return ended.failure === null ? 'done' : 'failed';
}

/** Beats every so often, one at a time; `stop` waits for the beat in hand. */
function heartbeatEvery(milliseconds: number, beat: () => Promise<unknown>) {
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beating.then(beat).catch(() => undefined);
  }, milliseconds);
  return {
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}
