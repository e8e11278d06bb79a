import type { YAMLParseError } from 'yaml';

/** A fault of form in a file, where one would look for it, and what to do. */
export type YamlFault = { line: number; message: string };

/** A line of the file: its number from 1, its words, and how far it is indented. */
type Row = { number: number; text: string; indent: number };

type Hint = (
  at: Row,
  above: Row | undefined,
  below: Row | undefined,
  rows: readonly Row[],
) => YamlFault | undefined;

/** What to do about the first fault that YAML found: by what stands on its line, else in the words of the library. */
export function explained({ code, message }: YAMLParseError, line: number, text: string): YamlFault {
  if (message.startsWith('Maximum call stack'))
    return { line, message: 'The brackets are nested too deep to be read' };
  const rows = rowsOf(text);
  const place = rows.findLastIndex(({ number }) => number <= line);
  const at = rows[Math.max(place, 0)] ?? { number: 1, text: '', indent: 0 };
  const order = code in byCode ? [...(byCode[code] ?? []), ...always] : always;
  for (const hint of order) {
    const found = hint(at, rows[place - 1], rows[place + 1], rows.slice(0, place + 1));
    if (found !== undefined) return found;
  }
  return { line: at.number, message: `${shown(at)} cannot be read. ${message}` };
}

function rowsOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((line, place) => ({
      number: place + 1,
      text: line.trim(),
      indent: /^[ ]*/.exec(line)?.[0].length ?? 0,
      tab: /^[ ]*\t/.test(line),
    }))
    .filter(({ text: line, tab }) => tab || (line !== '' && !line.startsWith('#')))
    .map(({ tab, ...row }) => (tab ? { ...row, text: `\t${row.text}` } : row));
}

const mostShown = 60;
function shown({ text }: Row): string {
  const plain = text.trim();
  return `'${plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain}'`;
}

const says = (line: number, message: string): YamlFault => ({ line, message });
const unless = <Value>(is: boolean, value: () => Value): Value | undefined => (is ? undefined : value());

const tab: Hint = (_at, _above, _below, rows) => {
  const row = rows.findLast(({ text }) => text.startsWith('\t'));
  return (
    row && says(row.number, `${shown(row)} begins with a tab. Indent it with spaces, as the lines beside it`)
  );
};

/** The colon of other alphabets, which looks the same. */
const otherColon: Hint = (at) =>
  unless(!/^[^:'"]*[：﹕ː]/.test(at.text), () =>
    says(
      at.number,
      `${shown(at)} has a colon of another alphabet. Write it with the colon of the keyboard, and a space after it`,
    ),
  );

const spaceAfterDash: Hint = (at) => {
  const found = /^-(?<rest>[^\s-].*)$/.exec(at.text);
  return (
    (found && says(at.number, `Put a space after the dash: '- ${found.groups?.['rest'] ?? ''}'`)) || undefined
  );
};

const spaceAfterColon: Hint = (at) => {
  const found = /^(?<key>(?:- )?[a-zA-Z][\w ]*):(?<value>[^\s:].*)$/.exec(at.text)?.groups;
  return (
    found && says(at.number, `Put a space after the colon: '${found['key'] ?? ''}: ${found['value'] ?? ''}'`)
  );
};

const colonInText: Hint = (at) => {
  const found = /^(?<key>(?:- )?[a-zA-Z][\w ]*): +(?<value>[^'"[{|>\s].*:(?: .*|))$/.exec(at.text)?.groups;
  if (found === undefined) return undefined;
  const value = (found['value'] ?? '').replaceAll("'", "''");
  return says(at.number, `A text with a colon needs quotes: ${found['key'] ?? ''}: '${value}'`);
};

const missingColon: Hint = (at) =>
  unless(!/^(- )?[a-zA-Z][\w ]*$/.test(at.text), () =>
    says(at.number, `${shown(at)} has no colon. Write it as 'key:' or 'key: value'`),
  );

const openQuote: Hint = (_at, _above, _below, rows) => {
  const row = rows.find(({ text }) => /(?:^|[:[,-] *)(?:'(?:[^']|'')*|"(?:[^"\\]|\\.)*)$/.test(text));
  return row && says(row.number, `${shown(row)} opens a quote that is not closed. Close it, or take it out`);
};

const openBracket: Hint = (_at, _above, _below, rows) => {
  const row = rows.findLast(({ text }) => /(?:: |- |^)(?:\[[^\]]*|\{[^}]*)$/.test(text));
  return (
    row &&
    says(
      row.number,
      `${shown(row)} opens a bracket that is not closed. Close it with ${row.text.includes('[') ? ']' : '}'}`,
    )
  );
};

const startsWithSign: Hint = (at) => {
  const found = /^(?<key>(?:- )?[a-zA-Z][\w ]*: +|- +)(?<value>(?<sign>[@`%*&!|>,?]).*)$/.exec(
    at.text,
  )?.groups;
  if (found === undefined) return undefined;
  const value = (found['value'] ?? '').replaceAll("'", "''");
  return says(
    at.number,
    `A text that begins with ${found['sign'] ?? ''} needs quotes: ${found['key'] ?? ''}'${value}'`,
  );
};

const afterQuote: Hint = (at) =>
  unless(!/: +(?:'[^']*'|"[^"]*") *[^\s#]/.test(at.text), () =>
    says(at.number, `${shown(at)} goes on after its quotes. Put all of it in quotes, or none`),
  );

const escape: Hint = (at) =>
  says(
    at.number,
    `${shown(at)} has a backslash in double quotes, where it has a meaning of its own. Use single quotes`,
  );

const secondFile: Hint = (at) =>
  says(
    at.number,
    `A line '---' or '...' begins a second file. Take it out, so that all cases stand under one 'cases:'`,
  );

/** Where the first key of a line begins, dashes passed over. */
const keyColumn = ({ indent, text }: Row): number => indent + (/^(?:- +)+/.exec(text)?.[0].length ?? 0);

/** A key that has a value has lines below it that stand further in. */
const deeperBelow: Hint = (at, _above, below) => {
  const column = keyColumn(at);
  if (below === undefined || below.indent < column || !/^(?:- )*[^:]+: +\S/.test(at.text)) return undefined;
  if (below.text.startsWith('-'))
    return says(at.number, `${shown(at)} has a value and a list below it. Take one of them out`);
  return below.indent === column
    ? undefined
    : says(
        below.number,
        `${shown(below)} is indented by ${below.indent} spaces, and ${shown(at)} above it begins after ${column}. Put the two under each other`,
      );
};

const indentation: Hint = (at, above) => {
  const beside = above === undefined ? '' : `, and ${shown(above)} above it begins after ${keyColumn(above)}`;
  const dash = at.text.startsWith('-')
    ? ''
    : `. If it begins an entry of its own, a dash is missing: '- ${at.text}'`;
  return says(
    at.number,
    `${shown(at)} is indented by ${at.indent} spaces${beside}. Put the keys of one entry under each other${dash}`,
  );
};

const byText = [otherColon, spaceAfterDash, spaceAfterColon, missingColon, colonInText];
const byCode: Readonly<Record<string, readonly Hint[]>> = {
  TAB_AS_INDENT: [tab],
  BAD_DQ_ESCAPE: [escape],
  MULTIPLE_DOCS: [secondFile],
  BLOCK_AS_IMPLICIT_KEY: [tab, startsWithSign, ...byText, deeperBelow, indentation],
  MULTILINE_IMPLICIT_KEY: [tab, ...byText, deeperBelow, indentation],
  BAD_INDENT: [tab, openBracket, ...byText, indentation],
  MISSING_CHAR: [tab, openQuote, openBracket, ...byText, indentation],
  UNEXPECTED_TOKEN: [tab, startsWithSign, afterQuote, ...byText, indentation],
};
const always: readonly Hint[] = [tab, startsWithSign, afterQuote, ...byText];
