import { deadLetterCli } from './dlq-cli.ts';

process.exitCode = await deadLetterCli(process.argv.slice(2), {
  mongoUrl: process.env['MONGO_URL'],
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
