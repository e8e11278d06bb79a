import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteRunning, runningInstance } from '../start/running-instance.ts';
import { auditedInstance } from './audited-instance.ts';

const running = { pid: process.pid, port: 4400, mongoUrl: 'mongodb://127.0.0.1:4406' };
const asked = { mongoUrl: undefined, key: undefined, port: undefined, dataDir: '/data', running };

test('the instance that runs with the data of the folder is judged with the key kept there', () => {
  const judged = { mongoUrl: running.mongoUrl, key: undefined };
  expect(auditedInstance(asked)).toEqual(judged);
  expect(auditedInstance({ ...asked, port: 4400 })).toEqual(judged);
  expect(auditedInstance({ ...asked, mongoUrl: running.mongoUrl })).toEqual(judged);
});

test('another database is judged with its own key alone', () => {
  const other = { ...asked, mongoUrl: 'mongodb://elsewhere' };
  expect(auditedInstance({ ...other, key: 'k' })).toEqual({ mongoUrl: 'mongodb://elsewhere', key: 'k' });
  expect(auditedInstance(other)).toMatchObject({ fault: expect.stringContaining('MONGO_URL') as string });
});

test.each([
  ['at another port', { ...asked, port: 4500 }, 'was not started with the data in /data'],
  ['when none runs', { ...asked, running: undefined }, 'No instance runs with the data in /data'],
])('an instance %s is not judged', (_what, about, says) => {
  expect(auditedInstance(about)).toMatchObject({ fault: expect.stringContaining(says) as string });
});

test('what runs with the data of a folder is known while its process is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waymark-running-'));
  expect(runningInstance(folder)).toBeUndefined();
  const noted = noteRunning(folder, running);
  expect(runningInstance(folder)).toEqual(running);
  noted.forget();
  expect(runningInstance(folder)).toBeUndefined();
  noteRunning(folder, { ...running, pid: 2 ** 30 });
  expect(runningInstance(folder)).toBeUndefined();
  await writeFile(join(folder, 'running.json'), '{');
  expect(runningInstance(folder)).toBeUndefined();
  await rm(folder, { recursive: true });
});
