import type mongoose from 'mongoose';
import { asTransient } from './transient-errors.ts';

/** Each document that a cursor finds. The cursor is closed however the reading ends. */
export async function* iterateCursor<Document>(
  cursor: mongoose.mongo.FindCursor<Document>,
): AsyncGenerator<Document> {
  try {
    for (;;) {
      const document = await asTransient(() => cursor.next());
      if (document === null) return;
      yield document;
    }
  } finally {
    await cursor.close();
  }
}
