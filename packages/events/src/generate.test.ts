import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referralReceived } from './events/referral-received.ts';
import { breaksOfBaseline, contractFiles, differences } from './generate.ts';
import { jsonSchemaOf } from './json-schema.ts';

describe('a folder with a contract', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gets a list of the files that are missing, stale or left over', () => {
    for (const [path, text] of contractFiles()) put(path, text);
    expect(differences(folder)).toEqual([]);
    rmSync(join(folder, 'asyncapi.yaml'));
    put('examples/referral.received.v1.json', '{}');
    put('schemas/referral.forgotten.v1.schema.json', '{}');
    expect(differences(folder)).toEqual([
      'asyncapi.yaml is missing',
      'examples/referral.received.v1.json is not what the catalogue says',
      'schemas/referral.forgotten.v1.schema.json belongs to no event',
    ]);
  });

  it('gets a list of the accepted schemas that would be broken, by field and why', () => {
    const now = jsonSchemaOf(referralReceived);
    const accepted = { ...now, properties: { ...now.properties, urgency: { type: 'string' } } };
    put('accepted/referral.received.v1.schema.json', JSON.stringify(accepted));
    put('accepted/referral.forgotten.v1.schema.json', JSON.stringify(now));
    expect(breaksOfBaseline(folder)).toEqual([
      'referral.forgotten.v1: the event is gone. Its promise stands until accepted/referral.forgotten.v1.schema.json is retired',
      'referral.received.v1: urgency: removed. Make it a new major version instead',
    ]);
  });
});
