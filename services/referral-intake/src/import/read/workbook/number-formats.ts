import type { Archive } from './archive.ts';
import { readWholeXml } from './read-xml.ts';

/** How a number in a cell is shown: as a day, as a time of day, with noughts before it up to a width, or as it is. */
export type NumberFormat = 'day' | 'time' | { width: number } | 'plain';

/** Formats of days and times that every workbook knows by number. ECMA-376 part 1, 18.8.30. */
const days = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, ...range(50, 58)]);
const times = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47]);

/** The format of each style of a workbook, in the order in which cells name them. */
export async function readNumberFormats(
  archive: Archive,
  path: string | undefined,
): Promise<readonly NumberFormat[]> {
  if (path === undefined || !archive.has(path)) return [];
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await readWholeXml(archive.bytes(path), {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(Number(numFmtId));
    },
    text: () => undefined,
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles.map((id) => {
    const code = codes.get(id);
    if (code !== undefined) return formatOf(code);
    if (days.has(id)) return 'day';
    return times.has(id) ? 'time' : 'plain';
  });
}

/** What the code of a format shows: `dd/mm/yyyy`, `hh:mm`, `0000000000`. */
export function formatOf(code: string): NumberFormat {
  const [first = ''] = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi, '').split(';');
  if (/^0{2,}$/.test(first)) return { width: first.length };
  if (/^general$/i.test(first)) return 'plain';
  if (/[yd]/i.test(first)) return 'day';
  if (/[hs]/i.test(first)) return 'time';
  return /m/i.test(first) ? 'day' : 'plain';
}

const daySeconds = 86_400;
/** The days from which the two systems of a workbook count. */
const epochs = { 1900: '1899-12-30', 1904: '1904-01-01' } as const;

/** A number of a cell in the words in which a person sees it; a day as year-month-day, with its time where it has one. */
export function shown(written: string, format: NumberFormat, system: keyof typeof epochs): string {
  const number = Number(written);
  if (!Number.isFinite(number)) return written;
  if (format === 'plain') return digitsOf(number);
  if (typeof format === 'object') return digitsOf(number).padStart(format.width, '0');
  const seconds = Math.round(number * daySeconds);
  const [count, ofDay] = [Math.floor(seconds / daySeconds), seconds % daySeconds];
  if (seconds < 0 || count > 2_958_465) return digitsOf(number);
  const time = new Date(ofDay * 1_000).toISOString().slice(11, 19);
  if (count === 0 && (format === 'time' || ofDay > 0)) return time;
  // The first days of 1900 are counted as if that year had a 29 February.
  const day = Temporal.PlainDate.from(epochs[system])
    .add({ days: system === 1900 && count < 60 ? count + 1 : count })
    .toString();
  return ofDay === 0 ? day : `${day}T${time}`;
}

/** All digits of a number, never in powers of ten. */
function digitsOf(number: number): string {
  return Number.isInteger(number) && Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
