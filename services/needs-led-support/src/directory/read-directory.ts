import { readFileSync } from 'node:fs';
import { Directory } from './domain/listing.ts';

/** The directory that comes with the product. Throws when its file breaks the shape. */
export function readDirectory(): Directory {
  const file = new URL('../../data/directory.json', import.meta.url);
  return Directory.parse(JSON.parse(readFileSync(file, 'utf8')));
}
