import { randomUUID } from 'node:crypto';
import { pathwayIdOf } from '@waymark/events';
import { nthTestNhsNumber } from '@waymark/care-types';
import { roles, type Role } from '@waymark/policy';
import fc from 'fast-check';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { until } from '@waymark/testkit';
import { described, fieldsIn, jsonSchemaOf, withField } from './arbitrary.ts';
import { collector } from './collector.ts';
import { allDocuments } from './databases.ts';
import { declinedFamilyRequest } from './family.ts';
import { startSystemWith, type System } from './system.ts';
import { referral } from './referral.ts';
import { rememberedHeadings } from './seed.ts';
import { endpoints, type Endpoint } from './endpoints.ts';
import { around, freeText, marked, nhsNumber, sightings } from './marked-child.ts';
import { separateProcess, type ProcessInstance } from './instances.ts';
import { allMessages } from './topics.ts';
import { roleAllowed, requestAs } from './request-as.ts';

let spans: Awaited<ReturnType<typeof collector>>;
let system: System<ProcessInstance>;
let known: Record<string, string>;
beforeAll(async () => {
  spans = await collector();
  system = await startSystemWith({
    launch: separateProcess({ more: { OTEL_EXPORTER_OTLP_ENDPOINT: spans.url } }),
  });
  known = await sentThroughEveryRoute();
}, 240_000);
afterAll(async () => {
  await system.close();
  await spans.close();
}, 60_000);

/** The marked child goes through everything that people and programs do, and all of it goes wrong too. */
async function sentThroughEveryRoute(): Promise<Record<string, string>> {
  const values = await asAChild();
  for (const subject of endpoints) {
    await asNonsense(subject, roleAllowed(subject), values);
    await asNonsense(subject, 'anonymous', values);
  }
  await inAddresses();
  return values;
}

async function asAChild(): Promise<Record<string, string>> {
  const body = referral({ child: marked, circumstances: ['looked-after'], notes: freeText });
  const made = await system.ask('clinician', 'POST', '/referrals/api/referrals', body, {
    'idempotency-key': nhsNumber,
  });
  expect(made.status).toBe(201);
  const { referralId } = made.body as { referralId: string };
  const pathwayId = pathwayIdOf(referralId);
  const plan = await until('there is a plan', async () => {
    const { status, body } = await system.ask('clinician', 'GET', `/support/api/plans/${pathwayId}`);
    return status === 200 && (body as { personId: string });
  });
  expect((await system.ask('clinician', 'POST', '/referrals/api/referrals', body)).status).toBe(409);
  expect((await system.ask('clinician', 'POST', '/referrals/api/find', { find: nhsNumber })).status).toBe(
    200,
  );
  const named = await system.ask('clinician', 'GET', `/referrals/api/people/resolve?ids=${plan.personId}`);
  expect(named.text).toContain(marked.familyName);
  const list = await system.ask('clinician', 'GET', '/pathways/api/waiting-list');
  expect(list.text).toContain(marked.familyName);

  const form = new URLSearchParams({
    ...Object.fromEntries(Object.entries(marked).map(([name, value]) => [`child.${name}`, value])),
    'child.nhsNumber': nthTestNhsNumber(77_778),
    'child.dateOfBirth': '2015-04-05',
  });
  const begun = await submitted(
    '/referrals/new',
    new URLSearchParams({ source: 'B2', 'referredBy.name': marked.familyName }),
  );
  const draft = String(begun.headers.get('location')).replace(/\/child$/, '');
  expect((await submitted(`${draft}/child`, form)).status).toBe(303);
  form.set('child.nhsNumber', freeText);
  expect((await submitted(`${draft}/child`, form)).status).toBe(422);
  const request = { service: 'adhd-assessment', primaryReason: '24', notes: freeText };
  expect((await submitted(`${draft}/request`, new URLSearchParams(request))).status).toBe(303);
  expect((await submitted(`${draft}/circumstances`, new URLSearchParams())).status).toBe(303);
  const needs = { strengths: freeText, tried: freeText };
  expect((await submitted(`${draft}/needs`, new URLSearchParams(needs))).status).toBe(303);
  const consent = { 'consent.given': 'no', 'consent.heldBy': marked.familyName };
  expect((await submitted(`${draft}/consent`, new URLSearchParams(consent))).status).toBe(303);
  expect((await submitted(`${draft}/check`, new URLSearchParams())).status).toBe(303);
  const other = await submitted('/referrals/new', new URLSearchParams({ source: 'B2' }));
  const planId = await planned();
  const pairId = await paired();

  const requestId = await declinedFamilyRequest(system, marked, freeText);
  const importId = await imported();
  return {
    referralId,
    pathwayId,
    personId: plan.personId,
    importId,
    matchingId: await rememberedHeadings(system.ask),
    planId,
    pairId,
    requestId,
    contact: '1',
    draftId: String(other.headers.get('location')).split('/')[3] ?? '',
    listingId: 'zephyrine',
    factId: `rec.${nhsNumber}`,
  };
}

/** A second record of the marked child, found, put together with the first with free text, and parted again. */
async function paired(): Promise<string> {
  const { nhsNumber: _unknown, ...child } = { ...marked, postcode: 'DH1 3HP' };
  const second = await system.ask(
    'clinician',
    'POST',
    '/referrals/api/referrals',
    referral({ child: { ...child, nhsNumber: undefined }, service: 'camhs-community', primaryReason: '05' }),
  );
  expect(second.status).toBe(201);
  type Pair = { pairId: string; children: string[] };
  const pair = await until('the two records are found', async () => {
    const { body } = await system.ask('clinician', 'GET', '/referrals/api/duplicates?limit=100');
    return (body as { pairs: Pair[] }).pairs[0];
  });
  const at = `/referrals/api/duplicates/${pair.pairId}`;
  for (const [decision, body] of [
    ['same-child', { keep: pair.children[0], because: freeText }],
    ['same-child', { keep: pair.children[1], because: freeText }],
    ['undo', { because: freeText }],
  ] as const) {
    const version = (await system.ask('clinician', 'GET', at)).headers.get('etag') ?? '';
    await system.ask('clinician', 'POST', `${at}/${decision}`, body, { 'if-match': version });
  }
  const shown = await system.ask('clinician', 'GET', at);
  expect(shown.text).toContain(freeText);
  expect(shown.text).toContain(marked.familyName);
  return pair.pairId;
}

/** A plan of the marked child, with free text wherever it takes some, that a draft is begun from. */
async function planned(): Promise<string> {
  const step = { what: freeText, who: marked.familyName, where: 'school', since: '2026-03-03' };
  const begun = await system.ask('clinician', 'POST', '/referrals/api/plans', {
    lead: { role: 'Class teacher', name: marked.familyName },
    child: { ...marked, nhsNumber: nthTestNhsNumber(77_790), dateOfBirth: '2015-04-05' },
    metOn: '2026-03-02',
    strengths: freeText,
    step,
  });
  expect(begun.status).toBe(201);
  const { planId } = begun.body as { planId: string };
  const seen = { on: '2026-03-05', outcomes: { 1: 'helped' }, needs: {}, note: freeText };
  const at = `/referrals/api/plans/${planId}`;
  expect((await system.ask('clinician', 'POST', `${at}/review`, seen, { 'if-match': '"1"' })).status).toBe(
    200,
  );
  expect((await system.ask('clinician', 'POST', `${at}/step`, { step }, { 'if-match': '"2"' })).status).toBe(
    200,
  );
  const shown = await system.ask('clinician', 'GET', at);
  expect(shown.text).toContain(freeText);
  expect((await system.ask('clinician', 'POST', `${at}/refer`, {})).status).toBe(201);
  return planId;
}

async function submitted(path: string, form: URLSearchParams) {
  const headers = {
    cookie: await system.identity.cookieFor('clinician'),
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  };
  return system.ask('anonymous', 'POST', path, form.toString(), headers);
}

/** A file with a good row, and rows of every kind of wrong. */
async function imported(): Promise<string> {
  const columns = {
    source_system_id: randomUUID(),
    nhs_number: nthTestNhsNumber(77_779),
    given_name: marked.givenName,
    family_name: marked.familyName,
    date_of_birth: '2014-01-02',
    gender: '2',
    ethnic_category: 'A',
    postcode: marked.postcode,
    address_line_1: marked.address,
    contact_phone: marked.phone,
    contact_email: marked.email,
    service: 'autism-assessment',
    provider_code: 'RX3',
    received_date: '2026-02-02',
    source_of_referral: 'B2',
    clinical_priority: '3',
    primary_reason: '25',
    clinical_notes: freeText,
  };
  const row = (change: object) =>
    Object.values({ ...columns, source_system_id: randomUUID(), ...change }).join(',');
  const wrong = Object.keys(columns).map((column) => row({ [column]: `${marked.familyName}\u0001` }));
  const file = [Object.keys(columns).join(','), row({}), ...wrong, `"${marked.familyName}`].join('\n');
  const sent = await system.ask(
    'operator',
    'POST',
    `/referrals/api/imports?filename=${marked.familyName}.csv`,
    file,
    { 'content-type': 'text/csv' },
  );
  expect(sent.status).toBe(202);
  const { id } = sent.body as { id: string };
  await until('the import has ended', async () => {
    const { body } = await system.ask('operator', 'GET', `/referrals/api/imports/${id}`);
    return (body as { state: string }).state !== 'reading';
  });
  const rejected = await system.ask('operator', 'GET', `/referrals/api/imports/${id}/rejected`);
  expect(rejected.text).toContain(marked.familyName);
  return id;
}

const everywhere = {
  'user-agent': marked.familyName,
  referer: `http://localhost/${marked.familyName}`,
  'x-request-id': nhsNumber,
  'x-forwarded-for': marked.familyName,
  tracestate: `name=${marked.familyName}`,
  baggage: `name=${marked.familyName}`,
  cookie: `waymark=${marked.familyName}`,
};

/** What is marked in each field, each part of the address, each header, as it should be and as it should not. */
async function asNonsense(subject: Endpoint, as: Role, values: Record<string, string>): Promise<void> {
  const schema = jsonSchemaOf(subject.takes);
  const fields = fieldsIn(schema);
  const [good] = fc.sample(described(schema), { numRuns: 1, seed: 3 });
  const mark = `${marked.familyName} ${nhsNumber} ${freeText}`;
  const all = fields.slice(0, 40).reduce((body, path) => withField(body, path, mark), good);
  const query = [...new Set(fields.map(([name = '']) => name)), marked.familyName]
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(mark)}`)
    .join('&');
  const nowhere = Object.fromEntries(Object.keys(values).map((name) => [name, marked.familyName]));
  // A family's cookie is sealed by us: it never holds anything but a pathway.
  if (as === 'family') nowhere['pathwayId'] = values['pathwayId'] ?? '';
  const headers = as === 'anonymous' ? everywhere : { ...everywhere, cookie: undefined };
  const known = Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  if (subject.method === 'GET') {
    await requestAs(system, subject, { as, at: values, headers: known });
    await requestAs(system, subject, { as, at: values, query, headers: known });
    await requestAs(system, subject, { as, at: nowhere, headers: known });
    return;
  }
  const bodies =
    subject.answers === 'json'
      ? [JSON.stringify(all), JSON.stringify({ ...(good as object), [mark]: mark }), `{"${mark}": ${mark}`]
      : [
          new URLSearchParams(fields.map((path) => [path.join('.'), mark])).toString(),
          `${mark}=${mark}`,
          query,
        ];
  for (const body of bodies) {
    await requestAs(system, subject, { as, at: values, body, headers: known });
    await requestAs(system, subject, {
      as,
      at: nowhere,
      body,
      query,
      headers: { ...known, 'idempotency-key': nhsNumber },
    });
  }
}

async function inAddresses(): Promise<void> {
  const mark = encodeURIComponent(`${marked.familyName} ${nhsNumber}`);
  for (const base of ['', '/referrals', '/pathways', '/support'])
    for (const path of [
      `/${mark}`,
      `/api/${mark}`,
      `/sign-in?returnTo=/${mark}`,
      `/signed-in?code=${mark}`,
      `/problems/${mark}`,
    ])
      for (const role of roles)
        await system.ask(role, 'GET', base + path, undefined, { accept: 'text/html' });
}

describe('nothing of the marked child is seen', () => {
  test('in the metrics of any service', async () => {
    for (const base of ['/referrals', '/pathways', '/support']) {
      const { text } = await system.ask('operator', 'GET', `${base}/metrics`);
      expect(text).toContain('http_request');
      expect(around(text)).toEqual([]);
    }
  });

  test('in what the services log, also when one of them is away', async () => {
    await system.instances['referral-intake'].stop();
    const list = await system.ask('clinician', 'GET', '/pathways/api/waiting-list');
    expect(list.status).toBe(200);
    expect(list.text).not.toContain(marked.familyName);
    const logged = system.logged();
    expect(logged.split('\n').length).toBeGreaterThan(200);
    expect(around(logged)).toEqual([]);
  });

  test('in the traces', async () => {
    for (const instance of Object.values(system.instances)) await instance.stop();
    const sent = spans.sent();
    expect(sent).toContain('/referrals/api/referrals');
    expect(sent).toContain('needs-led-support');
    expect(around(sent)).toEqual([]);
  });

  test('in any topic: keys, headers and values', async () => {
    const lying = await allMessages(system);
    expect(lying.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['referrals.v1', 'pathways.v1', 'support.v1']),
    );
    expect(around(JSON.stringify(lying))).toEqual([]);
  });

  test.each(['pathway-tracker', 'needs-led-support', 'referral-intake'] as const)(
    'in the database of %s, in plain',
    async (name) => {
      const everything = await allDocuments(system.databases[name].url);
      expect(Object.values(everything).flat().length).toBeGreaterThan(3);
      expect(around(JSON.stringify(everything))).toEqual([]);
    },
  );
});

describe('the hunt would find it', () => {
  test.each([
    ['a name', 'Dear Ms QUILLFEATHER'],
    ['a number with spaces', `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`],
    ['an encoded address', '77%20Leakhunt%20Crescent'],
    ['a postcode in an address', '/find?postcode=dl5+4at'],
    ['free text', JSON.stringify({ notes: freeText })],
  ])('%s', (_what, text) => expect(sightings(text)).toHaveLength(1));

  test('in a topic', async () => {
    const kafka = new Kafka({ brokers: [...system.kafkaBrokers], logLevel: logLevel.NOTHING });
    const topic = `${system.prefix}scratch.dlq`;
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
    await admin.disconnect();
    const producer = kafka.producer();
    await producer.connect();
    const messages = [{ key: 'k', value: 'v', headers: { why: marked.familyName } }];
    await producer.send({ topic, messages });
    await producer.disconnect();
    expect(sightings(JSON.stringify(await allMessages(system)))).toEqual(['quillfeather']);
  });

  test('in a database', async () => {
    const { url } = system.databases['pathway-tracker'];
    const connection = await mongoose.createConnection(url).asPromise();
    await connection.collection('scratch').insertOne({ deep: { inside: [marked.address] } });
    await connection.close();
    expect(sightings(JSON.stringify(await allDocuments(url)))).toEqual(['leakhunt']);
  });

  test('and the child was there all the time', () => {
    expect(known['pathwayId']).toMatch(/^pw_/);
  });
});
