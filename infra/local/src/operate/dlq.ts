import { deadLetterCli } from '@waymark/aggregate-store';
import { portsFrom } from '../start/ports.ts';
import { say } from '../start/progress.ts';
import { services } from '../start/system.ts';
import { withoutPort } from './without-port.ts';

/**
 * `npm run dlq` for the system that `npm start` runs: `list` goes through all services, and the group of the other
 * commands tells whose it is. MONGO_URL names another server, `--port` an instance with other data.
 */
const { port, args } = withoutPort(process.argv.slice(2));
const mongoUrl = process.env['MONGO_URL'] ?? `mongodb://127.0.0.1:${portsFrom(port).mongo}`;
const environment = {
  mongoUrl,
  print: (line: string) => void process.stdout.write(`${line}\n`),
  printError: say,
};

process.exitCode = 0;
for (const service of args.includes('--service') ? [undefined] : meant(args)) {
  const code = await deadLetterCli(
    service === undefined ? args : [...args, '--service', service],
    environment,
  );
  process.exitCode = Math.max(Number(process.exitCode), code);
  if (code >= 64) break;
}

function meant([command, group]: readonly string[]): (string | undefined)[] {
  const names = services.map(({ name }) => name);
  if (command === 'list' && group === undefined) return names;
  return [names.find((name) => group === name || group?.startsWith(`${name}.`))];
}
