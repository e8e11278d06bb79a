import { stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { demoToken } from './demo-token.ts';
import { importFile, rejectedRows } from './import-file.ts';
import { bar, say, step } from '../start/progress.ts';

const usage = `npm run import -- FILE [--url http://localhost:4400] [--rejected FILE]

  FILE             a CSV of referrals; its columns are listed on the page /referrals/import
  --url URL        the address of Waymark (default http://localhost:4400)
  --rejected FILE  where rows that cannot be taken are written, to be mended and imported again
                   (default FILE with ".rejected.csv")
  WAYMARK_TOKEN    the access token of a person who may import; without it the demo operator is used,
                   which only the demo sign-in knows
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:4400' },
    rejected: { type: 'string' },
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
      progress: ({ rows, added, already, rejected }) => say(`${bar(added + already + rejected, rows)} rows`),
    }),
  );
  if (done.state === 'failed') throw new Error(done.failure ?? 'The import failed.');
  say(`${done.added} added, ${done.already} already there, ${done.rejected} rejected, of ${done.rows} rows.`);
  if (done.rejected > 0) {
    const out = values.rejected ?? `${file.replace(/\.csv$/i, '')}.rejected.csv`;
    await writeFile(out, await rejectedRows(done.id, { url, token }));
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
