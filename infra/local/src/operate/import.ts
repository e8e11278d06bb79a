import { stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { demoToken } from './demo-token.ts';
import { fileOfImport, importFile } from './import-file.ts';
import { bar, say, step } from '../start/progress.ts';

const usage = `npm run import -- FILE [--url http://localhost:4400] [--rejected FILE] [--summary FILE]

  FILE             a CSV of referrals: our template, an extract of MHSDS, or a spreadsheet whose headings
                   were matched once on the page /referrals/import
  --url URL        the address of Waymark (default http://localhost:4400)
  --rejected FILE  where rows that cannot be taken are written, to be mended and imported again
                   (default FILE with ".rejected.csv")
  --summary FILE   where it is written what became of every row
  WAYMARK_TOKEN    the access token of a person who may import; without it the demo operator is used,
                   which only the demo sign-in knows
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:4400' },
    rejected: { type: 'string' },
    summary: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
if (values.help || file === undefined) {
  say(usage);
  process.exit(values.help ? 0 : 64);
}

try {
  await stat(file);
  const url = values.url.replace(/\/$/, '');
  const token = process.env['WAYMARK_TOKEN'] ?? (await demoToken(url, 'demo-operator'));
  const done = await step(`Importing ${file}`, (say) =>
    importFile(file, {
      url,
      token,
      progress: ({ rows, added, updated, already, duplicates, rejected }) =>
        say(`${bar(added + updated + already + duplicates + rejected, rows)} rows`),
    }),
  );
  if (done.state === 'failed') throw new Error(done.failure ?? 'The import failed.');
  if (done.state === 'headings')
    throw new Error(
      `The headings of the file are not known. Say once what they stand for, and it is read: ${url}/referrals/imports/${done.id}/headings`,
    );
  say(
    `${done.added} new, ${done.updated} updated, ${done.already} unchanged, ${done.duplicates} duplicates to decide, ${done.rejected} rejected, of ${done.rows} rows.`,
  );
  if (values.summary !== undefined)
    await writeFile(values.summary, await fileOfImport(done.id, 'summary', { url, token }));
  if (done.rejected > 0) {
    const out = values.rejected ?? `${file.replace(/\.csv$/i, '')}.rejected.csv`;
    await writeFile(out, await fileOfImport(done.id, 'rejected', { url, token }));
    say(
      `The rejected rows, each with what is wrong and what is allowed, are in ${out}. Mend them there and import that file.`,
    );
  }
} catch (error) {
  say(error instanceof Error ? describe(error) : String(error));
  process.exit(1);
}

function describe(error: Error): string {
  const cause = error.cause as { code?: string } | undefined;
  if (cause?.code === 'ECONNREFUSED')
    return `Nothing answers at ${values.url}. Start Waymark with npm start, or give its address with --url.`;
  if ('code' in error && error.code === 'ENOENT') return `There is no file ${file}.`;
  return error.message;
}
