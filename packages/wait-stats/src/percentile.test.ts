import fc from 'fast-check';
import { bandPercentile, percentileType7, rttBandOf, rttBands } from './index.ts';

const weekly = (counts: readonly number[]) =>
  counts.map((count, week) => ({ lower: week, upper: week + 1, count }));
const inBands = (days: readonly number[]) =>
  rttBands.map((band) => ({
    ...band,
    count: days.filter((day) => rttBandOf(day).label === band.label).length,
  }));

const tens = [10, 20, 30, 40];
const spread = [3, 8, 8, 15, 21, 34, 55, 89, 144];

describe('the percentile of single waits', () => {
  it.each([
    [tens, 0.25, 17.5],
    [tens, 0.5, 25],
    [tens, 0.75, 32.5],
    [tens, 0.9, 37],
    [tens, 0.92, 37.6],
    [tens, 0.95, 38.5],
    [spread, 0.25, 8],
    [spread, 0.5, 21],
    [spread, 0.75, 55],
    [spread, 0.9, 100],
    [spread, 0.92, 108.8],
    [spread, 0.95, 122],
    [[42], 0.9, 42],
    [tens, 0, 10],
    [tens, 1, 40],
  ])('of %j at %d is %d', (values, p, expected) => {
    expect(percentileType7(values, p)).toBeCloseTo(expected, 9);
    expect(percentileType7(values.toReversed(), p)).toBeCloseTo(expected, 9);
  });

  it('is nothing where nobody waits', () => {
    expect(percentileType7([], 0.5)).toBeNull();
  });

  it.each([-0.1, 1.1, 50, Number.NaN])('refuses %d as a share', (p) => {
    expect(() => percentileType7(tens, p)).toThrow(RangeError);
    expect(() => bandPercentile(weekly(tens), p)).toThrow(RangeError);
  });

  it('refuses a value that is no number', () => {
    expect(() => percentileType7([1, Number.NaN], 0.5)).toThrow(RangeError);
  });

  it('lies between the least and the greatest, grows with the share, and is one more a day later', () => {
    const days = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 });
    const shares = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(days, shares, (values, [one, other]) => {
        const low = percentileType7(values, Math.min(one, other)) ?? Number.NaN;
        const high = percentileType7(values, Math.max(one, other)) ?? Number.NaN;
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(
          percentileType7(
            values.map((day) => day + 1),
            one,
          ),
        ).toBeCloseTo((percentileType7(values, one) ?? 0) + 1, 6);
      }),
    );
  });
});

describe('the percentile of weekly bands', () => {
  it.each([
    [[10, 20, 30, 40], 0.5, 2.6666667],
    [[10, 20, 30, 40], 0.92, 3.8],
    [[10, 10, 80], 0.5, 2.375],
    [[10, 20, 30, 20, 20], 0.5, 2.6666667],
    [[10, 20, 30, 20, 20], 0.92, 4.6],
    [[10, 20, 30, 20, 20], 0, 0],
    [[10, 20, 30, 20, 20], 1, 5],
    [[10, 0, 30, 20, 20], 0.5, 3],
    [[5, 3, 8, 2, 7, 4, 6, 1, 9, 2], 0.9, 8.7],
  ])('of %j at %d is %d weeks', (counts, p, expected) => {
    expect(bandPercentile(weekly(counts), p)).toBeCloseTo(expected, 6);
  });

  it.each([
    [tens, 0.5, 3],
    [tens, 0.9, 5.6],
    [spread, 0.5, 2.75],
    [spread, 0.9, 20.1],
  ])('of waits of %j days at %d is %d weeks', (days, p, expected) => {
    expect(bandPercentile(inBands(days), p)).toBeCloseTo(expected, 6);
  });

  it('is nothing where nobody waits', () => {
    expect(bandPercentile(weekly([0, 0]), 0.5)).toBeNull();
    expect(bandPercentile([], 0.5)).toBeNull();
  });

  it('is only known to be greater where it falls in the open band', () => {
    expect(bandPercentile(inBands([10, 800, 900]), 0.92)).toEqual({ greaterThan: 104 });
  });

  it('does not slip into the next band by a rounding of the share', () => {
    const bands = [...weekly([92]), { lower: 1, upper: null, count: 8 }];
    expect(bandPercentile(bands, 0.92)).toBe(1);
  });

  it('refuses a negative count', () => {
    expect(() => bandPercentile(weekly([3, -1]), 0.5)).toThrow(RangeError);
  });
});

describe('the bands', () => {
  it.each([
    [0, '0-1'],
    [6, '0-1'],
    [7, '0-1'],
    [8, '1-2'],
    [13, '1-2'],
    [14, '1-2'],
    [15, '2-3'],
    [27, '3-4'],
    [28, '3-4'],
    [29, '4-5'],
    [84, '11-12'],
    [85, '12-13'],
    [91, '12-13'],
    [92, '13-14'],
    [126, '17-18'],
    [127, '18-19'],
    [364, '51-52'],
    [365, '52-53'],
    [728, '103-104'],
    [729, '104+'],
    [5000, '104+'],
  ])('put %d days into %s', (days, label) => {
    expect(rttBandOf(days).label).toBe(label);
  });

  it('are 105, without gap or overlap, and hold the days that they say', () => {
    expect(rttBands).toHaveLength(105);
    rttBands.forEach((band, place) => {
      expect(band.firstDay).toBe(place === 0 ? 0 : (rttBands[place - 1]?.lastDay ?? Number.NaN) + 1);
      expect(rttBandOf(band.firstDay)).toBe(band);
      expect(rttBandOf(band.lastDay ?? 10_000)).toBe(band);
    });
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuse %d', (days) => {
    expect(() => rttBandOf(days)).toThrow(RangeError);
  });
});
