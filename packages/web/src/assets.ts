import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import express from 'express';
import { joinedScript } from './script.ts';
import { ownStylesheet } from './stylesheet.ts';

/** The folder of nhsuk-frontend's built files: templates, stylesheet, script, pictures. */
export const nhsukFolder = join(
  dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')),
  'dist',
);

const typeOf: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const packing = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 9 }),
};
type Coding = keyof typeof packing;
/** The smallest first. */
const codings: readonly Coding[] = ['br', 'gzip'];

/** One file for browsers. `mark` changes with what it holds. */
type Asset = { body: Buffer; mark: string; packed: Partial<Record<Coding, Promise<Buffer>>> };

let kept: ReadonlyMap<string, Asset> | undefined;
const all = () => (kept ??= readAssets());

/**
 * Where a browser asks for a stylesheet, a script or a picture: the same address on the pages of every service, so that
 * it is loaded once. It changes with what the file holds. Throws for a file that is not there.
 */
export function assetAddress(name: string): string {
  return `/assets/${markedName(all(), name)}`;
}

/**
 * Every stylesheet, script and picture that a page needs, from this process and no other host, for mounting at
 * `/assets`. Browsers may keep what they ask for by its current address for a year. Any other mark is answered with
 * what is current, not to be kept: while a new version is rolled out, pages of the one meet files of the other.
 */
export function assets(): express.Router {
  const files = all();
  const router = express.Router();
  router.get('/:file', async (request, response, next) => {
    const [, stem = '', mark, kind = ''] =
      /^([a-z-]+)\.([0-9a-f]{12})\.([a-z]+)$/.exec(request.params.file) ?? [];
    const asset = files.get(`${stem}.${kind}`);
    if (!asset) return next();
    const coding = codings.find((each) => request.acceptsEncodings(each));
    const body = coding ? await (asset.packed[coding] ??= packing[coding](asset.body)) : asset.body;
    response.setHeader(
      'Cache-Control',
      mark === asset.mark ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    response.setHeader('Content-Type', typeOf[kind] ?? 'text/plain');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('ETag', `"${asset.mark}${coding ? `-${coding}` : ''}"`);
    if (coding) response.setHeader('Content-Encoding', coding);
    response.vary('Accept-Encoding');
    response.send(body);
  });
  return router;
}

function readAssets(): ReadonlyMap<string, Asset> {
  const nhsuk = join(nhsukFolder, 'nhsuk');
  const own = (name: string) => readFileSync(new URL(`public/${name}`, import.meta.url), 'utf8');
  const built = (name: string) => readFileSync(join(nhsuk, name), 'utf8');
  const icons = readdirSync(join(nhsuk, 'assets/images')).filter((name) =>
    /^nhsuk-icon-(?!mask)[a-z-]+\.svg$/.test(name),
  );
  const pictures = new Map([
    ['favicon.svg', assetOf(own('favicon.svg'))],
    ...icons.map((name) => [name, assetOf(built(`assets/images/${name}`))] as const),
  ]);
  const sheet = ownStylesheet(built('nhsuk-frontend.min.css'), (name) => markedName(pictures, name));
  return new Map([
    ...pictures,
    ['waymark.css', assetOf(`${sheet}\n${own('waymark.css')}`)],
    ['waymark.js', assetOf(joinedScript(built('nhsuk-frontend.min.js'), own('waymark.js')))],
  ]);
}

function assetOf(text: string): Asset {
  const body = Buffer.from(text);
  return { body, mark: createHash('sha256').update(body).digest('hex').slice(0, 12), packed: {} };
}

/** `waymark.css` as `waymark.0123456789ab.css`. */
function markedName(files: ReadonlyMap<string, Asset>, name: string): string {
  const found = files.get(name);
  if (!found) throw new Error(`There is no ${name} to link to`);
  return name.replace(/(?=\.[a-z]+$)/, `.${found.mark}`);
}
