import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import express, { type Request, type RequestHandler } from 'express';
import { fieldProblem, problemError } from '../problems.ts';
import type { Upload } from './context.ts';
import type { Typed } from './form-fields.ts';

const bodyLimit = '64kb';
const fieldLimit = 1_000;

/** Reads a JSON object of up to 64 kB in UTF-8. No body is an empty object. */
export function jsonBody(): RequestHandler[] {
  return [
    onlyContent('application/json'),
    express.json({ limit: bodyLimit, strict: true, inflate: false, type: () => true, verify: mustBeUtf8 }),
  ];
}

/** Reads the fields of a form of up to 64 kB in UTF-8. */
export function formBody(): RequestHandler[] {
  return [
    onlyContent('application/x-www-form-urlencoded'),
    express.urlencoded({
      extended: false,
      limit: bodyLimit,
      parameterLimit: fieldLimit,
      inflate: false,
      type: () => true,
      verify: mustBeUtf8,
    }),
  ];
}

/** Lets multipart/form-data through; `receive` reads it. */
export function multipartBody(): RequestHandler[] {
  return [onlyContent('multipart/form-data')];
}

function onlyContent(type: string): RequestHandler {
  return (req, res, next) => {
    const [given = '', ...parameters] = (req.headers['content-type'] ?? '').split(';');
    const empty =
      req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0;
    if (empty && given === '') return next();
    const charset = parameters
      .map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(each)?.[1])
      .find(Boolean);
    const known = given.trim().toLowerCase() === type && (charset === undefined || /^utf-?8$/i.test(charset));
    if (known) return next();
    next(
      problemError('unsupported-media-type', {
        detail: `Send ${type} in UTF-8, not compressed.`,
        headers: { 'Accept-Post': type },
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
 * malformed; a file that grows over the limit ends its stream with a problem.
 */
export function receive(req: Request, about: { field: string; maxBytes: number }): Promise<Received> {
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
    parser.on('file', (name, stream, { filename, mimeType }) => {
      stream.on('error', () => undefined);
      if (name !== about.field) {
        stream.resume();
        return reject(
          problemError('invalid-body', { errors: [fieldProblem('body', [name], 'This field is not known')] }),
        );
      }
      limited(stream, about.maxBytes);
      resolve({
        typed,
        file: filename ? { name: filename, type: mimeType, stream } : emptied(stream),
        drain,
      });
    });
    parser.on('close', () => resolve({ typed, file: undefined, drain }));
    parser.on('error', malformed);
    req.on('error', malformed);
    req.on('aborted', () => parser.destroy());
    req.pipe(parser);
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

function limited(stream: Readable, maxBytes: number): void {
  stream.on('limit', () => {
    const megabytes = (maxBytes / 1_048_576).toFixed(1);
    stream.destroy(problemError('too-large', { detail: `A file may be at most ${megabytes} MB.` }));
  });
}

function emptied(stream: Readable): undefined {
  stream.resume();
  return undefined;
}
