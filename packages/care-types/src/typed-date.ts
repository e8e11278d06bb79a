const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const weekday = /^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?$/;

/** The number of a month, 1 to 12, by its English name or the first three letters of it or more; undefined for no such. */
export function monthNamed(name: string): number | undefined {
  const plain = name.trim().toLowerCase().replace(/\.$/, '');
  const at = plain.length < 3 ? -1 : months.findIndex((month) => month.startsWith(plain));
  return at < 0 ? undefined : at + 1;
}

/**
 * A date as a person in England writes it, day before month, as YYYY-MM-DD: "15 June 2017", "15/6/2017", "June 15th, 2017",
 * "2017-06-15". Undefined where it is not so written: the year has four digits. Whether there is such a day is not asked.
 */
export function dateWritten(typed: string): string | undefined {
  return dateIn(typed, { shortYears: false });
}

/**
 * A date of birth as it is looked for: as `dateWritten`, and with a year of two digits, 70 to 99 in the last century. A
 * search that takes it for another year finds nobody and changes nothing.
 */
export function dateSought(typed: string): string | undefined {
  return dateIn(typed, { shortYears: true });
}

function dateIn(typed: string, { shortYears }: { shortYears: boolean }): string | undefined {
  const parts = typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,./\u2010-\u2015-]+/u)
    .filter((part) => part !== '' && part !== 'of' && !weekday.test(part));
  if (parts.length !== 3) return undefined;
  const [a = '', b = '', c = ''] = parts;
  if (/^\d{4}$/.test(a)) return isoOf(a, b, c);
  const year = shortYears && /^['’]?\d{2}$/.test(c) ? inFull(c.slice(-2)) : c;
  return monthNamed(a) === undefined ? isoOf(year, b, a) : isoOf(year, a, b);
}

function inFull(shortYear: string): string {
  return `${Number(shortYear) >= 70 ? '19' : '20'}${shortYear}`;
}

function isoOf(year: string, month: string, day: string): string | undefined {
  const monthNumber = /^\d{1,2}$/.test(month) ? month : monthNamed(month)?.toString();
  const dayNumber = /^(\d{1,2})(st|nd|rd|th)?$/.exec(day)?.[1];
  if (!/^\d{4}$/.test(year) || monthNumber === undefined || dayNumber === undefined) return undefined;
  return `${year}-${monthNumber.padStart(2, '0')}-${dayNumber.padStart(2, '0')}`;
}
