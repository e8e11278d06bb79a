import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { create as disposition } from 'content-disposition';

export type ImportProgress = {
  id: string;
  state: 'reading' | 'headings' | 'values' | 'dates' | 'done' | 'failed';
  rows: number;
  added: number;
  updated: number;
  already: number;
  duplicates: number;
  rejected: number;
  /** Rows that were taken without a detail that could not be read. */
  setAside: number;
  failure: string | null;
  /** Lines that are no rows, such as totals, by their number. */
  passedOver: readonly number[];
  /** Headings that stand for nothing, once the file has been read. */
  notUsed?: readonly string[];
};

/** What the headings of a file stand for, and values that Waymark does not know: the bodies of its two interfaces. */
export type MatchingSaid = { values?: object } & Record<string, unknown>;

/** Which of the two numbers of a day like 04/05/2016 comes first. */
export type DayOrder = 'day-first' | 'month-first';

type Around = {
  url: string;
  token: string;
  /** The sheet of a workbook; otherwise the first is read. */
  sheet?: string | undefined;
  /** What is answered where the headings or the values of the file are not known. */
  matching?: MatchingSaid | undefined;
  /** What is answered where the file does not show the order of its dates. */
  dates?: DayOrder | undefined;
  progress: (state: ImportProgress) => void;
};

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const patienceMs = 120_000;
/** How long one question how far it is may take. */
const askedWithinMs = 10_000;

/**
 * Send a workbook or a CSV file to the import of referral-intake and follow it to its end.
 * `progress` receives bytes sent of bytes in all, then rows; the answer is the last state of the import.
 * Throws with the service's own words when the file is not taken.
 */
export async function importFile(
  file: string,
  { url, token, sheet, dates, matching, progress }: Around,
): Promise<ImportProgress> {
  const { size } = await stat(file);
  const headers = { authorization: `Bearer ${token}` };
  const query = new URLSearchParams(sheet === undefined ? {} : { sheet });
  const sent = await fetch(`${url}/referrals/api/imports?${query.toString()}`, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': /\.xls[xm]$/i.test(file) ? workbookType : 'text/csv',
      'content-length': String(size),
      // A file may be named after a child: its name stands in no address.
      'content-disposition': disposition(basename(file)),
      'idempotency-key': crypto.randomUUID(),
    },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  });
  let state = await followed(await answer(sent), { url, token, progress });
  const say = async (what: 'headings' | 'values' | 'dates', body: object) => {
    const said = await fetch(`${url}/referrals/api/imports/${state.id}/${what}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    state = await followed(await answer(said), { url, token, progress });
  };
  const { values, ...headings } = matching ?? {};
  if (state.state === 'headings' && matching !== undefined) await say('headings', headings);
  if (state.state === 'values' && values !== undefined) await say('values', { values });
  if (state.state === 'dates' && dates !== undefined) await say('dates', { order: dates });
  progress(state);
  return state;
}

/** An import, asked after until it is read no more. */
async function followed(
  begun: ImportProgress,
  { url, token, progress }: Pick<Around, 'url' | 'token' | 'progress'>,
): Promise<ImportProgress> {
  const headers = { authorization: `Bearer ${token}` };
  let state = begun;
  for (let lastHeard = Date.now(); state.state === 'reading';) {
    progress(state);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const asked = await fetch(`${url}/referrals/api/imports/${state.id}`, {
      headers,
      signal: AbortSignal.timeout(askedWithinMs),
    }).catch(() => undefined);
    // A service that starts again goes on with the import: it is waited for.
    if (asked === undefined || asked.status === 503 || asked.status === 504) {
      if (Date.now() - lastHeard > patienceMs)
        throw new Error(
          'The import did not answer for two minutes. Import the file again: nothing is doubled.',
        );
      continue;
    }
    state = await answer(asked);
    lastHeard = Date.now();
  }
  return state;
}

/** A file of an import: its rejected rows, to mend and import again, or what became of every row. */
export async function fileOfImport(
  id: string,
  which: 'rejected' | 'summary',
  { url, token }: { url: string; token: string },
): Promise<Uint8Array> {
  const response = await fetch(`${url}/referrals/api/imports/${id}/${which}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`The rows of the import could not be fetched (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

async function answer(response: Response): Promise<ImportProgress> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as ImportProgress;
  const problem = (body ?? {}) as { title?: string; detail?: string; errors?: { detail: string }[] };
  const said = [problem.detail, ...(problem.errors ?? []).map(({ detail }) => `${detail}.`)];
  throw new Error(
    [problem.title ?? `The import answered ${response.status}`, ...said]
      .filter((sentence) => sentence !== undefined)
      .map((sentence) => sentence.replace(/\.?$/, '.'))
      .join(' '),
  );
}
