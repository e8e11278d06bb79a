import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { ownStylesheet } from './stylesheet.ts';

/** The folder of nhsuk-frontend's built files: templates, stylesheet, script, pictures. */
export const nhsukFolder = join(
  dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')),
  'dist',
);

type Files = ReadonlyMap<string, Buffer>;

const typeOf: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The name that these assets go by in addresses: it changes when any of them does. */
export function assetVersion(): string {
  return versionOf(readFiles());
}

/**
 * Every stylesheet, script and picture that a page needs, from this process and no other host. Mounted at
 * `<base>/assets`; addresses carry the version, so browsers may keep them for a year.
 */
export function assets(): express.Router {
  const files = readFiles();
  const version = versionOf(files);
  const packed = new Map([...files].map(([name, body]) => [name, gzipSync(body)]));
  const router = express.Router();
  router.get('/:version/:name', (request, response, next) => {
    const body = files.get(request.params.name);
    if (!body) return next();
    const current = request.params.version === version;
    response.setHeader('Cache-Control', current ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('Content-Type', typeOf[request.params.name.split('.').at(-1) ?? ''] ?? 'text/plain');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.vary('Accept-Encoding');
    if (!request.acceptsEncodings('gzip')) return response.send(body);
    response.setHeader('Content-Encoding', 'gzip');
    return response.send(packed.get(request.params.name));
  });
  return router;
}

function readFiles(): Files {
  const nhsuk = join(nhsukFolder, 'nhsuk');
  const own = new URL('public/', import.meta.url);
  const icons = readdirSync(join(nhsuk, 'assets/images')).filter((name) =>
    /^nhsuk-icon-(?!mask)[a-z-]+\.svg$/.test(name),
  );
  const css = readFileSync(join(nhsuk, 'nhsuk-frontend.min.css'), 'utf8');
  const js = readFileSync(join(nhsuk, 'nhsuk-frontend.min.js'), 'utf8');
  return new Map([
    ['nhsuk.css', Buffer.from(ownStylesheet(css))],
    ['nhsuk.js', Buffer.from(js.replace(/\/\/# sourceMappingURL=.*/, ''))],
    ...['waymark.css', 'waymark.js', 'favicon.svg'].map(
      (name) => [name, readFileSync(new URL(name, own))] as const,
    ),
    ...icons.map((name) => [name, readFileSync(join(nhsuk, 'assets/images', name))] as const),
  ]);
}

function versionOf(files: Files): string {
  const hash = createHash('sha256');
  for (const [name, body] of files) hash.update(name).update(body);
  return hash.digest('hex').slice(0, 12);
}
