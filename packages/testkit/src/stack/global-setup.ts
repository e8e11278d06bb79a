import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseStack } from './choose.ts';
import { keepStack } from './keeper.ts';

/** Once for each run of jest: say what tests run against, and be ready to start it for the first who asks. */
export default async function setUp(): Promise<void> {
  const choice = await chooseStack();
  process.stderr.write(`\nTests run against: ${choice.describe}\n`);
  const socket = join(await mkdtemp(join(tmpdir(), 'waymark-run-')), 'stack.sock');
  await keepStack(choice, socket);
  process.env['WAYMARK_TEST_STACK'] = socket;
}
