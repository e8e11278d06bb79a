import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { baseConfig, readConfig } from './config.ts';

const secret = 'k'.repeat(43);
const right = {
  PORT: '3001',
  PUBLIC_URL: 'http://localhost:8080/',
  MONGO_URL: 'mongodb://127.0.0.1:27017/x',
  KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
  OIDC_ISSUER: 'https://sign-in.example.org/identity',
  OIDC_CLIENT_ID: 'waymark',
  OIDC_CLIENT_SECRET: secret,
  SESSION_KEY: secret,
  AUDIT_KEY: secret,
};

it('reads what is given and fills in what has a default', () => {
  expect(readConfig(baseConfig, { ...right, DEMO: '', HOME: '/root' })).toMatchObject({
    ok: true,
    config: {
      PORT: 3001,
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:8080',
      KAFKA_BROKERS: ['127.0.0.1:9092', '127.0.0.1:9093'],
      LOG_LEVEL: 'info',
      DEMO: false,
      RATE_LIMIT_PER_MINUTE: 600,
    },
  });
});

it.each([
  ['PORT', '65536'],
  ['PORT', '3e3'],
  ['PUBLIC_URL', 'http://waymark.example.org'],
  ['PUBLIC_URL', 'ftp://localhost'],
  ['MONGO_URL', 'http://localhost'],
  ['KAFKA_BROKERS', 'localhost'],
  ['SESSION_KEY', 'short'],
  ['SESSION_KEY', `${secret}!`],
  ['BASE_PATH', '/a/'],
  ['TRUST_PROXY', 'everyone'],
  ['LOG_LEVEL', 'loud'],
  ['DEMO', 'yes'],
])('%s=%s is refused by name', (name, value) => {
  const read = readConfig(baseConfig, { ...right, [name]: value });
  expect(read).toMatchObject({ ok: false, faults: [{ name }] });
});

it('the process ends with 78 and every fault at once, without any value', () => {
  const config = fileURLToPath(new URL('config.ts', import.meta.url));
  const program = `const { loadConfig, baseConfig } = await import(${JSON.stringify(config)}); loadConfig(baseConfig, process.env);`;
  const { PORT: _port, MONGO_URL: _url, ...rest } = right;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...rest, SESSION_KEY: 'hunter2', KAFKA_BROKERS: 'hunter3' },
    encoding: 'utf8',
  });
  expect(ended.status).toBe(78);
  expect(ended.stderr).toMatch(/PORT is missing/);
  expect(ended.stderr).toMatch(/MONGO_URL is missing/);
  expect(ended.stderr).toMatch(/SESSION_KEY must be a secret/);
  expect(ended.stderr).toMatch(/KAFKA_BROKERS must be a list of brokers/);
  expect(ended.stderr + ended.stdout).not.toContain('hunter');
});
