import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { askKeeper } from './keeper.ts';

/** Once for each run of jest: stop the stack if it was started. */
export default async function tearDown(): Promise<void> {
  const socket = process.env['WAYMARK_TEST_STACK'];
  if (!socket) return;
  await askKeeper(socket, '/stop');
  await rm(dirname(socket), { recursive: true, force: true });
}
