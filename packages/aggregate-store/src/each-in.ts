import type mongoose from 'mongoose';
import { reaching } from './what-may-pass.ts';

/** Each document that a cursor finds. The cursor is closed however the reading ends. */
export async function* eachIn<Document>(
  cursor: mongoose.mongo.FindCursor<Document>,
): AsyncGenerator<Document> {
  try {
    for (;;) {
      const document = await reaching(() => cursor.next());
      if (document === null) return;
      yield document;
    }
  } finally {
    await cursor.close();
  }
}
