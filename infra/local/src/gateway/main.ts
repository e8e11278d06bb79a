import { z } from 'zod';
import { loadConfig, logger, wholeNumber } from '@waymark/service-base';
import { gateway } from './gateway.ts';

const config = loadConfig(
  z.object({
    PORT: wholeNumber(1, 65_535),
    HOST: z.string().default('127.0.0.1'),
    DEMO: z.stringbool({ error: 'must be true or false' }).default(false),
    REFERRALS_URL: z.url(),
    PATHWAYS_URL: z.url(),
    SUPPORT_URL: z.url(),
    IDENTITY_URL: z.url().optional(),
    MESSAGES_URL: z.url().optional(),
  }),
  process.env,
);
const log = logger({ level: 'info', service: 'front-door' });

const server = gateway(
  {
    '/referrals': config.REFERRALS_URL,
    '/pathways': config.PATHWAYS_URL,
    '/support': config.SUPPORT_URL,
    ...(config.IDENTITY_URL ? { '/identity': config.IDENTITY_URL } : {}),
    ...(config.MESSAGES_URL ? { '/messages': config.MESSAGES_URL } : {}),
  },
  { demo: config.DEMO, log },
).listen(config.PORT, config.HOST, () => log.info({ port: config.PORT }, 'the front door is open'));

function close(): void {
  server.close(() => process.exit(0));
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}
process.on('SIGTERM', close);
process.on('SIGINT', close);
if (process.env['WAYMARK_PARENT_PIPE']) process.stdin.on('end', close).resume();
