import type { Parked } from '../port/parking-lot.ts';
import { runDlq } from './dlq.ts';
import { memoryParkingLot } from './memory-lot.ts';

const poison: Parked = {
  group: 'readers',
  topic: 'things.v1',
  key: 'thing-1',
  partition: 2,
  offset: 7,
  reason: 'poison',
  error: { name: 'SchemaFailure', message: 'note: invalid_type' },
  sequence: 4,
  type: 'thing.made.v1',
  headers: { ce_type: 'thing.made.v1' },
  value: '{"thingId":"thing-1"}',
  at: '2026-01-12T09:30:00Z',
};
const behind: Parked = { ...poison, offset: 8, sequence: 5, reason: 'behind' };

async function parked() {
  const lot = memoryParkingLot();
  await lot.park(poison);
  await lot.park(behind);
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    return { code: await runDlq(args, lot, (line) => void lines.push(line)), text: lines.join('\n') };
  };
  return { lot, run };
}

describe('The operator', () => {
  it('lists the keys that wait, with the reason', async () => {
    const { run } = await parked();
    const { code, text } = await run('list');
    expect(code).toBe(0);
    expect(text).toBe(
      'readers  things.v1  thing-1  2 waiting since 2026-01-12T09:30:00Z  poison (SchemaFailure: note: invalid_type)',
    );
    expect((await run('list', '--group', 'writers')).text).toBe('No event waits.');
  });

  it('sees what arrived', async () => {
    const { run } = await parked();
    const { code, text } = await run('show', 'readers', 'things.v1', 'thing-1');
    expect(code).toBe(0);
    expect(text).toContain('thing.made.v1  sequence 4  poison  things.v1/2/7');
    expect(text).toContain('{"thingId":"thing-1"}');
    expect(text).toContain('sequence 5  behind');
  });

  it('marks a key for replay, or all of them', async () => {
    const { lot, run } = await parked();
    expect((await run('replay', 'readers', 'things.v1', 'thing-1')).code).toBe(0);
    expect(await lot.nextToReplay('readers')).toHaveLength(1);
    expect((await run('list')).text).toContain('marked for replay');
    expect((await run('replay', '--all')).text).toBe('1 keys are marked for replay.');
  });

  it('drops the first event only', async () => {
    const { lot, run } = await parked();
    expect((await run('drop', 'readers', 'things.v1', 'thing-1')).code).toBe(0);
    expect((await lot.entries('readers')).map(({ offset }) => offset)).toEqual([8]);
  });

  it.each([['show'], ['replay'], ['drop']])('is told by %s where no such key waits', async (command) => {
    const { run } = await parked();
    const { code, text } = await run(command, 'readers', 'things.v1', 'thing-9');
    expect(code).toBe(1);
    expect(text).toBe('No event of thing-9 waits in readers for things.v1.');
  });

  it.each([
    [[]],
    [['list', '--colour']],
    [['explode', 'a', 'b', 'c']],
    [['drop', 'readers']],
    [['show', 'a', 'b', 'c', 'd']],
  ])('is shown how to ask after %j', async (args) => {
    const { run } = await parked();
    const { code, text } = await run(...args);
    expect(code).toBe(64);
    expect(text).toContain('dlq replay GROUP TOPIC KEY');
  });
});
