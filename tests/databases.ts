import mongoose from 'mongoose';

export type Document = Record<string, unknown> & { _id: string };

/** Every document of a database, by collection, as the database holds it. */
export async function allDocuments(url: string): Promise<Record<string, Document[]>> {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    const found: Record<string, Document[]> = {};
    for (const { name } of await connection.listCollections())
      found[name] = await connection.collection<Document>(name).find().toArray();
    return found;
  } finally {
    await connection.close();
  }
}
