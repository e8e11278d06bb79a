import { loadConfig, logger } from '@waymark/service-base';
import { z } from 'zod';
import { identityProvider } from './identity-provider.ts';

const config = loadConfig(
  z.object({
    PORT: z.coerce.number().int().min(0).max(65_535),
    HOST: z.string().default('127.0.0.1'),
    /** The address under which people find this sign-in. */
    ISSUER: z.url(),
    /** The address under which people find the services. */
    PUBLIC_URL: z.url(),
    DATA_DIR: z.string().min(1),
    OIDC_CLIENT_ID: z.string().min(1),
    OIDC_CLIENT_SECRET: z.string().min(32),
  }),
  process.env,
);
const log = logger({ level: 'info', service: 'identity' });

const client = {
  id: config.OIDC_CLIENT_ID,
  secret: config.OIDC_CLIENT_SECRET,
  redirectUris: ['/referrals', '/pathways', '/support'].map(
    (base) => new URL(`${base}/signed-in`, config.PUBLIC_URL).href,
  ),
  afterSignOut: [new URL('/', config.PUBLIC_URL).href],
};
const server = identityProvider({
  issuer: config.ISSUER,
  clients: [client],
  dataDir: config.DATA_DIR,
}).listen(config.PORT, config.HOST, () =>
  log.info({ port: config.PORT }, 'the demo sign-in is open: no passwords, never for real data'),
);

function close(): void {
  server.close(() => process.exit(0));
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}
process.on('SIGTERM', close);
process.on('SIGINT', close);
if (process.env['WAYMARK_PARENT_PIPE']) process.stdin.on('end', close).resume();
