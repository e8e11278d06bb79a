import type { Parked, ParkingLot } from '../port/parking-lot.ts';

/** What every adapter of ParkingLot must keep to. `makeLot` gives an empty one. */
export function parkingLotContract(name: string, makeLot: () => Promise<ParkingLot>): void {
  describe(`Parking lot in ${name}`, () => {
    let lot: ParkingLot;
    beforeEach(async () => {
      lot = await makeLot();
    });

    const entry = (offset: number, more: Partial<Parked> = {}): Parked => ({
      group: 'readers',
      topic: 'things.v1',
      key: 'thing-1',
      partition: 2,
      offset,
      reason: 'behind',
      sequence: offset,
      type: 'thing.made.v1',
      headers: { ce_type: 'thing.made.v1' },
      value: '{"thingId":"thing-1"}',
      at: '2026-01-12T09:30:00Z',
      ...more,
    });
    const poison = (offset: number, more: Partial<Parked> = {}) =>
      entry(offset, { reason: 'poison', error: { name: 'Error', message: 'This can never be' }, ...more });

    it('gives back what was parked, in order of offset as a number', async () => {
      await lot.park(entry(10));
      await lot.park(poison(9));
      await lot.park(entry(100, { value: null }));
      expect(await lot.entries('readers', { topic: 'things.v1', key: 'thing-1' })).toEqual([
        poison(9),
        entry(10),
        entry(100, { value: null }),
      ]);
    });

    it('keeps groups, topics and keys apart', async () => {
      await lot.park(poison(1));
      await lot.park(poison(2, { key: 'thing-2' }));
      await lot.park(poison(1, { topic: 'others.v1' }));
      await lot.park(poison(1, { group: 'writers' }));
      expect(await lot.isParked('readers', 'things.v1', 'thing-1')).toBe(true);
      expect(await lot.isParked('readers', 'others.v1', 'thing-2')).toBe(false);
      expect(await lot.isParked('writers', 'things.v1', 'thing-2')).toBe(false);
      expect(await lot.entries('readers')).toHaveLength(3);
      expect(await lot.keys('readers')).toHaveLength(3);
      expect(await lot.keys()).toHaveLength(4);
    });

    it('summarises a key by its first entry', async () => {
      await lot.park(poison(1));
      await lot.park(entry(2, { at: '2026-01-12T09:31:00Z' }));
      expect(await lot.keys('readers')).toEqual([
        {
          group: 'readers',
          topic: 'things.v1',
          key: 'thing-1',
          partition: 2,
          reason: 'poison',
          error: { name: 'Error', message: 'This can never be' },
          at: '2026-01-12T09:30:00Z',
          entries: 2,
        },
      ]);
    });

    it('lists the keys that have waited longest first', async () => {
      await lot.park(poison(1, { key: 'thing-a', at: '2026-01-12T09:32:00Z' }));
      await lot.park(poison(2, { key: 'thing-b', at: '2026-01-12T09:31:00Z' }));
      expect((await lot.keys('readers')).map(({ key }) => key)).toEqual(['thing-b', 'thing-a']);
    });

    it('parks the same message once, the newest reason standing and the mark gone', async () => {
      await lot.park(entry(1, { reason: 'gap' }));
      await lot.markReplay('readers', 'things.v1', 'thing-1');
      await lot.park(poison(1));
      expect(await lot.entries('readers')).toEqual([poison(1)]);
      await lot.park(entry(1, { reason: 'gap' }));
      expect(await lot.entries('readers')).toEqual([entry(1, { reason: 'gap' })]);
    });

    it('offers for replay what is marked, and what waits behind nothing', async () => {
      await lot.park(poison(1));
      await lot.park(entry(2));
      await lot.park(entry(3, { key: 'thing-2', reason: 'gap' }));
      expect(await lot.nextToReplay('readers')).toEqual([]);
      expect(await lot.markReplay('readers', 'things.v1', 'thing-1')).toBe(true);
      expect(await lot.nextToReplay('readers')).toMatchObject([{ key: 'thing-1', replay: true }]);
      await lot.settle(poison(1));
      expect(await lot.nextToReplay('readers')).toMatchObject([{ key: 'thing-1', reason: 'behind' }]);
      expect(await lot.nextToReplay('writers')).toEqual([]);
    });

    it('drops the first entry only', async () => {
      await lot.park(poison(1));
      await lot.park(entry(2));
      expect(await lot.drop('readers', 'things.v1', 'thing-1')).toBe(true);
      expect(await lot.entries('readers')).toEqual([entry(2)]);
    });

    it('frees a key with its last entry', async () => {
      await lot.park(poison(1));
      await lot.settle(poison(1));
      expect(await lot.isParked('readers', 'things.v1', 'thing-1')).toBe(false);
      expect(await lot.keys()).toEqual([]);
    });

    it('reports where there is nothing to mark or drop, and settles it quietly', async () => {
      expect(await lot.markReplay('readers', 'things.v1', 'thing-1')).toBe(false);
      expect(await lot.drop('readers', 'things.v1', 'thing-1')).toBe(false);
      await expect(lot.settle(entry(1))).resolves.toBeUndefined();
    });
  });
}
