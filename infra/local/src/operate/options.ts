import { parseArgs, type ParseArgsConfig } from 'node:util';

type Described = NonNullable<ParseArgsConfig['options']>;

/** What was asked for at the command line, or what is wrong with it in words. */
export type Asked<Values> = { values: Values; positionals: string[] } | { fault: string };

/** Reads the options of a command. An option that is not known, or that lacks its value, is named. */
export function readOptions<const Options extends Described>(
  args: readonly string[],
  options: Options,
): Asked<ReturnType<typeof parsed<Options>>['values']> {
  try {
    return parsed(args, options);
  } catch (error) {
    return { fault: inWords(error, Object.keys(options)) };
  }
}

function parsed<const Options extends Described>(args: readonly string[], options: Options) {
  return parseArgs({ args: [...args], allowPositionals: true, options });
}

function inWords(error: unknown, known: readonly string[]): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const named = /'(?:-\w, )?(-{1,2}[^'\s=]+)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return `There is no option ${named}. There are: ${known.map((name) => `--${name}`).join(', ')}.`;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return `The value of ${named} is missing or not wanted.`;
  return message;
}

/** A port that was written, or what is wrong with it in words. */
export function portIn(written: string): number | { fault: string } {
  const port = Number(written);
  return /^\d+$/.test(written) && port >= 1 && port <= 65_535
    ? port
    : { fault: `--port is "${written}"; it must be a whole number from 1 to 65535.` };
}
