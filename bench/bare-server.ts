import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import mongoose from 'mongoose';
import type { Stored } from './stored-documents.ts';

/**
 * Express and a mongoose `create`, nothing else: nobody is asked who they are, nothing is checked, sealed, looked up or
 * told. Each request writes a document like the one that it was given at first, as large, under as many indexes, with the
 * same write concern.
 */
process.once('disconnect', () => process.exit());
const [{ referral, person, indexes }] = (await once(process, 'message')) as [Stored];
await mongoose.connect(String(process.env['MONGO_URL']), {
  maxPoolSize: 20,
  writeConcern: { w: 'majority', journal: true },
});
const schema = new mongoose.Schema<Record<string, unknown>>(
  { _id: String },
  { strict: false, collection: 'bare', versionKey: false },
);
for (const { keys, unique, sparse } of indexes) schema.index(keys, { unique, sparse });
const Bare = mongoose.model<Record<string, unknown>>('bare', schema);
await Bare.createIndexes();

let number = 0;
const app = express();
app.use(express.json());
app.post('/', async (_req, res) => {
  // What must be unique is as long as that of the service, and as scattered.
  const id = `${String(Math.imul((number += 1), 0x9e3779b1) >>> 0).padStart(10, '0')}${'x'.repeat(20)}`;
  await Bare.create({
    ...referral,
    _id: id,
    state: {
      ...referral.state,
      waitingFor: `${id}/autism-assessment`,
      referral: { ...referral.state.referral, referralId: id, reference: id.slice(0, 12) },
    },
    person: { ...person, state: { ...person.state, nhsIndex: `${id}${'x'.repeat(13)}`, nameIndex: id } },
  });
  res.status(201).json({ referralId: id, reference: id.slice(0, 12) });
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ port: (server.address() as AddressInfo).port });
