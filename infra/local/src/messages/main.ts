import { loadConfig, logger, wholeNumber } from '@waymark/service-base';
import { z } from 'zod';
import { messagesStandIn } from './stand-in.ts';

const config = loadConfig(
  z.object({
    PORT: wholeNumber(0, 65_535),
    HOST: z.string().default('127.0.0.1'),
    NOTIFY_API_KEY: z.string().min(73),
  }),
  process.env,
);
const log = logger({ level: 'info', service: 'messages' });

const server = messagesStandIn(config.NOTIFY_API_KEY, { demo: true }).app.listen(
  config.PORT,
  config.HOST,
  () => log.info({ port: config.PORT }, 'messages to families are kept here: nothing is sent on'),
);

function close(): void {
  server.close(() => process.exit(0));
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}
process.on('SIGTERM', close);
process.on('SIGINT', close);
if (process.env['WAYMARK_PARENT_PIPE']) process.stdin.on('end', close).resume();
