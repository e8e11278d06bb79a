import { freshDatabase } from '@waymark/testkit/stack';
import { connect } from '../connect.ts';
import type { Database } from '../connect.ts';
import { recordingLog } from './tally.ts';

/** A database of its own for one test file, gone afterwards. Call within `describe` or at the top of the file. */
export function ownDatabase(): () => Database {
  let opened: Database | undefined;
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = async () => fresh.drop();
    opened = await connect(fresh.url, { log: recordingLog(), appName: 'aggregate-store test' });
  });
  afterAll(async () => {
    await opened?.close();
    await drop?.();
  });
  return () => {
    if (opened === undefined) throw new Error('The database is open only while tests run');
    return opened;
  };
}
