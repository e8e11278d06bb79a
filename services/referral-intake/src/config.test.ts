import { readConfig } from '@waymark/service-base';
import { configSchema, notifySettings } from './config.ts';

const secret = 'A'.repeat(43);
const needed = {
  PORT: '0',
  PUBLIC_URL: 'http://localhost:4400',
  MONGO_URL: 'mongodb://127.0.0.1:27017/synthetic',
  KAFKA_BROKERS: '127.0.0.1:9092',
  OIDC_ISSUER: 'http://localhost:4400/identity',
  OIDC_CLIENT_ID: 'waymark',
  OIDC_CLIENT_SECRET: secret,
  SESSION_KEY: secret,
  AUDIT_KEY: secret,
  IDENTITY_KEY: secret,
  INDEX_KEY: secret,
  PATHWAYS_URL: 'http://127.0.0.1:4402/pathways',
  SUPPORT_URL: 'http://127.0.0.1:4403/support',
};
const id = (n: number) => `7a1f2c1e-3b0d-4e52-9c27-00000000000${n}`;
const notify = {
  NOTIFY_API_KEY: `synthetic-${id(8)}-${id(9)}`,
  NOTIFY_URL: 'https://api.notifications.example.org',
  NOTIFY_CODE_EMAIL: id(1),
  NOTIFY_CODE_TEXT: id(2),
  NOTIFY_NOT_TAKEN_EMAIL: id(3),
  NOTIFY_NOT_TAKEN_TEXT: id(4),
};

const read = (env: Record<string, string>) => readConfig(configSchema, env);

test('messages are set up whole, or not at all', () => {
  const without = read(needed);
  expect(without.ok && notifySettings(without.config)).toBeUndefined();
  const whole = read({ ...needed, ...notify });
  expect(whole.ok && notifySettings(whole.config)).toEqual({
    url: notify.NOTIFY_URL,
    apiKey: notify.NOTIFY_API_KEY,
    templates: { code: { email: id(1), text: id(2) }, 'not-taken': { email: id(3), text: id(4) } },
  });
});

test.each(Object.keys(notify))('without %s alone, that one is named', (name) => {
  const part = read({ ...needed, ...notify, [name]: '' });
  expect(part).toMatchObject({ ok: false, faults: [{ name }] });
  expect(part.ok || part.faults).toHaveLength(1);
});

test.each([
  ['NOTIFY_API_KEY', 'secret'],
  ['NOTIFY_CODE_EMAIL', 'template'],
  ['FAMILY_PHONE', 'call us'],
  ['FAMILY_FORMS_PER_HOUR', '0'],
])('%s as %s is refused by name', (name, value) => {
  const wrong = read({ ...needed, ...notify, [name]: value });
  expect(wrong).toMatchObject({ ok: false, faults: [{ name }] });
  expect(JSON.stringify(wrong)).not.toContain(`"${value}"`);
});
