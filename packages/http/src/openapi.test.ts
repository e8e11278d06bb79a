import { Ajv2020 } from 'ajv/dist/2020.js';
import request from 'supertest';
import { trialApp, type TrialApp } from './testing/trial-app.ts';

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }>; $ref?: string }>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

let trial: TrialApp;
let document: Document;
beforeAll(async () => {
  trial = await trialApp();
  const answer = await request(trial.app).get('/referrals/api/openapi.json');
  document = answer.body as Document;
});
afterAll(() => trial.people.close());

it('describes every address that a program may use, each once', () => {
  expect(document.openapi).toBe('3.1.0');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
  );
  expect(operations.toSorted()).toEqual([
    'get /api/notes list-notes',
    'get /api/notes/{noteId} one-note',
    'post /api/enter enter',
    'post /api/find-notes find-notes',
    'post /api/import import-notes',
    'post /api/notes log-note',
    'post /api/notes/{noteId}/close close-note',
  ]);
});

it('declares what a path, a query and a header hold, and schemas that are sound', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const { parameters, requestBody, responses } of Object.values(methods)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(named);
      const schemas = [
        ...parameters.map(({ schema }) => schema),
        ...[requestBody, ...Object.values(responses)].flatMap((each) =>
          Object.values(each?.content ?? {}).map(({ schema }) => schema),
        ),
      ];
      for (const schema of schemas) expect(() => ajv.compile(schema)).not.toThrow();
    }
  }
  const close = document.paths['/api/notes/{noteId}/close']?.['post'];
  expect(close?.parameters.map(({ name }) => name)).toEqual(['noteId', 'Idempotency-Key', 'If-Match']);
  const list = document.paths['/api/notes']?.['get'];
  expect(list?.parameters.map(({ name }) => name)).toEqual(['kind', 'open', 'after', 'limit']);
});

it('has the schema of a body as the action checks it', async () => {
  const schema = document.paths['/api/notes']?.['post']?.requestBody?.content['application/json']?.schema;
  const takes = new Ajv2020({ strict: false, validateFormats: false }).compile(schema ?? false);
  for (const body of [
    { title: 'a', on: '2026-01-01' },
    { title: '' },
    { title: 'a', on: '2026-01-01', x: 1 },
  ]) {
    const { status } = await request(trial.app)
      .post('/referrals/api/notes')
      .set({ ...(await trial.people.bearer('clinician')), 'Idempotency-Key': trial.key() })
      .send(body);
    expect(takes(body)).toBe(status === 201);
  }
});

it('is shown on a page that has all it needs, under a policy of its own', async () => {
  const page = await request(trial.app).get('/referrals/api/docs/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  expect(page.text).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  for (const [, file] of page.text.matchAll(/(?:src|href)="\.\/([\w.-]+)"/g)) {
    expect((await request(trial.app).get(`/referrals/api/docs/${file}`)).status).toBe(200);
  }
  expect((await request(trial.app).get('/referrals/api/docs')).status).toBeLessThan(400);
});
