import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageInWords,
  ageOn,
  birthday,
  CalendarDate,
  calendarDate,
  dateOfDay,
  dayNumber,
  daysBetween,
  londonDateOf,
  londonMoment,
  londonTimeOf,
  Moment,
  momentAt,
  plainDate,
  startOfLondonDay,
  TimeOfDay,
  todayInLondon,
} from './index.ts';

const anyDate = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => calendarDate(date.toISOString().slice(0, 10)));
const at = (instant: string) => ({ now: () => Temporal.Instant.from(instant) });

describe('a calendar date', () => {
  it.each(['2024-02-29', '2025-12-31', '2000-02-29'])('%s exists', (date) => {
    expect(CalendarDate.parse(date)).toBe(date);
    expect(plainDate(calendarDate(date)).toString()).toBe(date);
  });

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-13-01',
    '2025-04-31',
    '31/03/2025',
    '2025-3-1',
    '2025-03-01T00:00',
    '',
    20250301,
    null,
  ])('%j does not', (date) => {
    expect(CalendarDate.safeParse(date).error?.issues[0]?.message).toContain('real date');
  });
});

describe('days between dates', () => {
  it.each([
    ['2025-03-03', '2025-03-03', 0],
    ['2025-03-03', '2025-03-31', 28],
    ['2025-01-06', '2025-05-12', 126],
    ['2024-02-28', '2024-03-01', 2],
    ['2025-03-29', '2025-03-31', 2],
    ['2025-10-25', '2025-10-27', 2],
    ['2025-03-03', '2025-03-01', -2],
  ])('from %s to %s are %d', (from, to, days) => {
    expect(daysBetween(calendarDate(from), calendarDate(to))).toBe(days);
  });

  it('and added days undo each other', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 10_000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });
});

describe('an age', () => {
  it.each([
    ['2007-03-04', '2025-03-03', 17],
    ['2007-03-03', '2025-03-03', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-29', 20],
    ['2025-03-03', '2025-03-03', 0],
    ['2025-06-01', '2025-03-03', -1],
  ])('of one born %s on %s is %d', (born, date, age) => {
    expect(ageOn(calendarDate(born), calendarDate(date))).toBe(age);
  });

  it('never falls as time goes on', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.nat(800), (born, date, later) => {
        expect(ageOn(born, addDays(date, later))).toBeGreaterThanOrEqual(ageOn(born, date));
      }),
    );
  });
});

describe('today in London', () => {
  it.each([
    ['2025-01-15T23:59:59Z', '2025-01-15'],
    ['2025-07-15T22:59:59Z', '2025-07-15'],
    ['2025-07-15T23:00:00Z', '2025-07-16'],
    ['2025-03-30T00:59:59Z', '2025-03-30'],
    ['2025-10-25T23:30:00Z', '2025-10-26'],
    ['2025-10-26T23:30:00Z', '2025-10-26'],
  ])('at %s is %s, whatever zone the machine keeps', (instant, date) => {
    expect(todayInLondon(at(instant))).toBe(date);
    expect(londonDateOf(instant)).toBe(date);
    expect(londonDateOf(Temporal.Instant.from(instant))).toBe(date);
  });
});

describe('the number of a day', () => {
  it('is what the calendar says, and leads back to the date', () => {
    const anyYear = fc
      .date({ min: new Date('0000-03-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => calendarDate(date.toISOString().slice(0, 10)));
    fc.assert(
      fc.property(anyYear, (date) => {
        const days = Temporal.PlainDate.from('1970-01-01').until(plainDate(date), {
          largestUnit: 'days',
        }).days;
        expect(dayNumber(date)).toBe(days);
        expect(dateOfDay(days)).toBe(date);
      }),
    );
  });

  it('ends with the year 9999', () => {
    expect(dateOfDay(dayNumber(calendarDate('9999-12-31')))).toBe('9999-12-31');
    expect(() => addDays(calendarDate('9999-12-31'), 1)).toThrow(RangeError);
  });
});

describe('calendar months', () => {
  it.each([
    ['2025-01-06', 3, '2025-04-06'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2025-01-31', 3, '2025-04-30'],
  ])('%s and %d of them is %s', (from, months, to) => {
    expect(addMonths(calendarDate(from), months)).toBe(to);
  });

  it('are those of the calendar', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 400 }), (date, months) => {
        expect(addMonths(date, months)).toBe(plainDate(date).add({ months }).toString());
      }),
    );
  });
});

describe('a birthday', () => {
  it.each([
    ['2008-02-28', 18, '2026-02-28'],
    ['2008-02-29', 18, '2026-03-01'],
    ['2008-02-29', 20, '2028-02-29'],
    ['2008-12-31', 0, '2008-12-31'],
  ])('%s is %d on %s', (born, age, on) => {
    expect(birthday(calendarDate(born), age)).toBe(on);
    expect(ageOn(calendarDate(born), calendarDate(on))).toBe(age);
    expect(ageOn(calendarDate(born), addDays(calendarDate(on), -1))).toBe(age - 1);
  });
});

describe('a time on the clock in England', () => {
  const spring = calendarDate('2025-03-30');
  const autumn = calendarDate('2025-10-26');

  it.each([
    [calendarDate('2025-01-06'), '22:15', undefined, '2025-01-06T22:15:00Z'],
    [calendarDate('2025-07-06'), '22:15', undefined, '2025-07-06T21:15:00Z'],
    [spring, '00:59', undefined, '2025-03-30T00:59:00Z'],
    [spring, '02:00', undefined, '2025-03-30T01:00:00Z'],
    [autumn, '01:30', 'BST', '2025-10-26T00:30:00Z'],
    [autumn, '01:30', 'GMT', '2025-10-26T01:30:00Z'],
    [autumn, '02:00', undefined, '2025-10-26T02:00:00Z'],
  ] as const)('%s %s %s is a moment', (date, time, zone, moment) => {
    expect(londonMoment(date, time, zone)).toBe(moment);
    expect(londonDateOf(calendarMoment(moment))).toBe(date);
  });

  it('is written with the zone where it comes twice, and read off a moment without it', () => {
    expect(momentAt(autumn, TimeOfDay.parse(' 01:30 BST '))).toBe('2025-10-26T00:30:00Z');
    expect(momentAt(autumn, TimeOfDay.parse('01:30 GMT'))).toBe('2025-10-26T01:30:00Z');
    expect(londonTimeOf(calendarMoment('2025-07-06T21:15:40Z'))).toBe('22:15');
    for (const written of ['24:00', '9:15', '22:60', '22:15 CET', '22.15', ''])
      expect(TimeOfDay.safeParse(written).error?.issues[0]?.message).toContain('like 22:15');
  });

  it('is none in the hour that is skipped, and one of two in the hour that comes twice', () => {
    expect(londonMoment(spring, '01:30')).toEqual({ fault: 'skipped' });
    expect(londonMoment(spring, '01:30', 'GMT')).toEqual({ fault: 'skipped' });
    expect(londonMoment(autumn, '01:30')).toEqual({ fault: 'comes-twice' });
  });

  it.each(['2025-03-30T01:00:00', '2025-03-30', '2025-03-30T01:00:00.1234567890Z', '2025-02-30T01:00:00Z'])(
    '%s is no moment',
    (written) => {
      expect(Moment.safeParse(written).error?.issues[0]?.message).toContain('in UTC, like');
    },
  );

  it('begins the day at midnight, also in summer', () => {
    expect(startOfLondonDay(spring)).toBe('2025-03-30T00:00:00Z');
    expect(startOfLondonDay(calendarDate('2025-07-06'))).toBe('2025-07-05T23:00:00Z');
  });
});

const calendarMoment = (written: string) => Moment.parse(written);

test.each([
  ['2017-05-06', '2026-12-01', '9 years'],
  ['2024-12-01', '2026-12-01', '2 years'],
  ['2024-12-02', '2026-12-01', '23 months'],
  ['2026-10-31', '2026-12-01', '1 month'],
  ['2026-11-30', '2026-12-01', '0 months'],
  ['2027-01-01', '2026-12-01', '0 months'],
])('born on %s, on %s a child is %s old', (born, on, words) => {
  expect(ageInWords(calendarDate(born), calendarDate(on))).toBe(words);
});
