import { isUtf8 } from 'node:buffer';
import { PassThrough, type Readable } from 'node:stream';
import busboy from 'busboy';
import { parse as parseDisposition } from 'content-disposition';
import express, { type Request, type RequestHandler } from 'express';
import { fieldProblem, problemError } from './problems.ts';
import type { UploadOf } from './action.ts';
import type { Upload } from './handler-context.ts';
import type { Typed } from './form-fields.ts';
import { unsafeInput } from './unsafe-input.ts';

const bodyLimit = '64kb';
const fieldLimit = 1_000;
/** What fields and boundaries may take beside the file, in bytes. A request that says it is longer is refused. */
const aroundFile = 1_048_576;

/** Reads a JSON object of up to 64 kB in UTF-8. No body is an empty object. */
export function jsonBody(): RequestHandler[] {
  return [
    onlyContent('application/json'),
    express.json({ limit: bodyLimit, strict: true, inflate: false, type: () => true, verify: mustBeUtf8 }),
  ];
}

/**
 * Reads the fields of a form of up to 64 kB in UTF-8. As the web defines it: bytes written as %ff that spell no
 * character become U+FFFD, which `unsafeInput` then names with its field.
 */
export function formBody(): RequestHandler[] {
  return [
    onlyContent('application/x-www-form-urlencoded'),
    express.text({ limit: bodyLimit, inflate: false, type: () => true, verify: mustBeUtf8 }),
    (req, _res, next) => {
      const sent: unknown = req.body;
      const fields = [...new URLSearchParams(typeof sent === 'string' ? sent : '')];
      if (fields.length > fieldLimit) return next(problemError('too-large'));
      req.body = fieldsOf(fields);
      next();
    },
  ];
}

/** Text by name; several for a name that is repeated. */
function fieldsOf(fields: readonly (readonly [string, string])[]): Typed {
  const byName = Map.groupBy(fields, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, given]) => {
      const [only = '', ...more] = given.map(([, value]) => value);
      return [name, more.length === 0 ? only : [only, ...more]];
    }),
  );
}

/** Lets multipart/form-data through; `receive` reads it. */
export function multipartBody(): RequestHandler[] {
  return [onlyContent('multipart/form-data')];
}

/** As multipartBody, and the file alone where it may be sent so. */
export function fileBody({ types = [] }: UploadOf): RequestHandler[] {
  return [onlyContent('multipart/form-data', ...types)];
}

function onlyContent(...types: string[]): RequestHandler {
  return (req, res, next) => {
    const [given = '', ...parameters] = (req.headers['content-type'] ?? '').split(';');
    const empty =
      req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0;
    if (empty && given === '') return next();
    const charset = parameters
      .map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(each)?.[1])
      .find(Boolean);
    const known =
      types.includes(given.trim().toLowerCase()) && (charset === undefined || /^utf-?8$/i.test(charset));
    if (known) return next();
    next(
      problemError('unsupported-media-type', {
        detail: `Send ${types.join(' or ')} in UTF-8, not compressed.`,
        headers: { 'Accept-Post': types.join(', ') },
      }),
    );
  };
}

function mustBeUtf8(_req: unknown, _res: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('not UTF-8');
}

/** A multipart request as far as its file: the fields before it, and the file as a stream that is still arriving. */
export type Received = { typed: Typed; file: Upload | undefined; drain(): void };

/**
 * Reads a multipart request up to its file. Fields after the file are not read. Rejects with a problem when it is
 * malformed or says that it is too long; a file that grows over the limit ends its stream with a problem.
 */
export async function receive(req: Request, about: UploadOf): Promise<Received> {
  const length = Number(req.headers['content-length'] ?? 0);
  if (length > about.maxBytes + aroundFile) {
    if (length < (about.maxBytes + aroundFile) * timesPassedOver) await passedOver(req);
    throw tooLarge(about.maxBytes);
  }
  return receiving(req, about);
}

/**
 * A request that is so many times too long, and not more, is passed over before it is answered: a browser or a proxy
 * that is still sending would see a broken connection and not the answer.
 */
const timesPassedOver = 4;
/** One that stops sending is answered after so long, in milliseconds. */
const silence = 5_000;

function passedOver(req: Request): Promise<void> {
  return new Promise((resolve) => {
    const quiet = setTimeout(resolve, silence);
    req.on('data', () => quiet.refresh());
    for (const end of ['end', 'close', 'error']) req.once(end, () => (clearTimeout(quiet), resolve()));
  });
}

function receiving(req: Request, about: UploadOf): Promise<Received> {
  const alone = about.types?.find((type) => req.is(type));
  if (alone !== undefined) return Promise.resolve(receivedAlone(req, alone, about));
  return new Promise((resolve, reject) => {
    const typed: Typed = {};
    const drain = () => {
      req.unpipe();
      req.resume();
    };
    const malformed = () => {
      drain();
      reject(
        problemError('invalid-request', {
          detail: 'The form could not be read. Send multipart/form-data with a boundary.',
        }),
      );
    };
    const parser = startParser(req, about.maxBytes);
    if (!parser) return malformed();
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) return reject(problemError('too-large'));
      const before = Object.hasOwn(typed, name) ? typed[name] : undefined;
      Object.defineProperty(typed, name, {
        value: before === undefined ? value : [before, value].flat(),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    });
    parser.on('file', (name, incoming, { filename, mimeType }) => {
      const stream = guarded(incoming, about.maxBytes);
      if (name !== about.field) {
        stream.destroy();
        const unknown = fieldProblem('body', [name], 'This field is not known');
        return reject(problemError('invalid-body', { errors: [unknown] }));
      }
      if (!filename) stream.destroy();
      resolve({ typed, file: filename ? { name: filename, type: mimeType, stream } : undefined, drain });
    });
    parser.on('close', () => resolve({ typed, file: undefined, drain }));
    parser.on('error', malformed);
    req.on('error', malformed);
    req.on('aborted', () => parser.destroy());
    req.pipe(parser);
  });
}

function receivedAlone(req: Request, type: string, { maxBytes }: UploadOf): Received {
  const { filename = nameInHeader(req) ?? 'file', ...typed } = req.query as Typed;
  const name = [filename].flat()[0] ?? 'file';
  if (unsafeInput({ filename: name }, 'query').length > 0 || name.length > 200) {
    const unknown = fieldProblem('query', ['filename'], 'Give a name of at most 200 plain characters');
    throw problemError('invalid-query', { errors: [unknown] });
  }
  return { typed, file: { name, type, stream: limited(req, maxBytes) }, drain: () => void req.resume() };
}

/** The name that a program gives beside the file, where it does not stand in an address (RFC 6266). */
function nameInHeader(req: Request): string | undefined {
  const header = req.headers['content-disposition'];
  return header === undefined ? undefined : parseDisposition(header).parameters['filename']?.slice(0, 200);
}

/** What arrives, ended with a problem when it grows over the limit or is cut off. */
function limited(req: Request, maxBytes: number): Readable {
  const stream = new PassThrough();
  let size = 0;
  req.on('data', (bytes: Buffer) => {
    size += bytes.length;
    if (size > maxBytes) {
      req.unpipe(stream);
      stream.destroy(tooLarge(maxBytes));
    }
  });
  req.on('aborted', () =>
    stream.destroy(problemError('invalid-request', { detail: 'The file was cut off.' })),
  );
  return req.pipe(stream);
}

function tooLarge(maxBytes: number) {
  return problemError('too-large', {
    detail: `A file may be at most ${(maxBytes / 1_048_576).toFixed(1)} MB.`,
  });
}

function startParser(req: Request, maxBytes: number): busboy.Busboy | undefined {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: {
        files: 1,
        fileSize: maxBytes,
        fields: 100,
        fieldSize: 65_536,
        fieldNameSize: 200,
        parts: 120,
        headerPairs: 50,
      },
    });
  } catch {
    return undefined;
  }
}

/** The file as it arrives. It ends with a problem when it is too large, cut off or malformed. */
function guarded(incoming: Readable, maxBytes: number): Readable {
  const stream = new PassThrough();
  stream.on('error', () => incoming.resume());
  stream.on('close', () => incoming.resume());
  incoming.on('error', () =>
    stream.destroy(problemError('invalid-request', { detail: 'The file was cut off.' })),
  );
  incoming.on('limit', () => stream.destroy(tooLarge(maxBytes)));
  return incoming.pipe(stream);
}
