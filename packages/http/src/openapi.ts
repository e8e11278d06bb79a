import { z } from 'zod';
import { policy } from '@waymark/policy';
import { problemKinds } from './problems.ts';
import { fillPath } from './address.ts';
import type { Action } from './action.ts';
import { exampleOf } from './openapi-example.ts';
import type { View } from './view.ts';

type Json = Record<string, unknown>;

/** The interface description (OpenAPI 3.1) of what programs may ask of a service, from its actions and views. */
export function openApi<Parts>(about: {
  service: string;
  basePath: string;
  publicUrl: string;
  actions: readonly Action<Parts>[];
  views: readonly View<Parts>[];
}): Json {
  const paths: Record<string, Json> = {};
  const add = (path: string, method: string, operation: Json) => {
    const template = fillPath(path, (parameter) => `{${parameter}}`);
    paths[template] = { ...paths[template], [method]: operation };
  };
  for (const view of about.views) {
    if (view.api) add(view.api.path ?? `/api${view.path}`, 'get', readingOf(view, view.api.body));
  }
  for (const action of about.actions) {
    if (action.then.api) add(action.apiPath ?? `/api${action.path}`, 'post', commandOf(action));
  }
  return {
    openapi: '3.1.0',
    info: { title: `Waymark: ${about.service}`, version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${about.publicUrl}${about.basePath}` }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema },
      responses: { Problem: problemResponse },
    },
  };
}

function readingOf<Parts>(view: View<Parts>, body: z.ZodType): Json {
  const etag = view.version
    ? { ETag: { schema: { type: 'string' }, description: 'The version of the record' } }
    : {};
  const link = view.next
    ? { Link: { schema: { type: 'string' }, description: 'rel="next": where the list goes on' } }
    : {};
  return {
    ...operationOf(view),
    parameters: [...fieldsOf(view.params, 'path'), ...fieldsOf(view.query, 'query')],
    responses: {
      200: {
        description: 'What was asked for',
        headers: { ...etag, ...link },
        content: { 'application/json': contentOf(body, 'output') },
      },
      ...problems(400, 401, 403, 404, 429, 500, 503),
    },
  };
}

function commandOf<Parts>(action: Action<Parts>): Json {
  const upload = action.upload;
  const schema = schemaOf(action.body, 'input');
  const withFile = upload && {
    allOf: [schema, { type: 'object', properties: { [upload.field]: { type: 'string', format: 'binary' } } }],
  };
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    required: true,
    schema: { type: 'string' },
    description: 'The ETag seen',
  };
  return {
    ...operationOf(action),
    parameters: [
      ...fieldsOf(action.params, 'path'),
      ...(action.looks ? [] : [idempotencyKey]),
      ...(upload?.types ? [filename, ...fieldsOf(action.body, 'query')] : []),
      ...(action.expects === 'version' ? [ifMatch] : []),
    ],
    requestBody: {
      required: true,
      content: withFile
        ? {
            'multipart/form-data': { schema: withFile },
            ...Object.fromEntries(
              (upload?.types ?? []).map((type) => [type, { schema: { type: 'string' } }]),
            ),
          }
        : { 'application/json': contentOf(action.body, 'input') },
    },
    responses: {
      '2XX': {
        description: 'It is done, or was done before by the same command',
        headers: { ETag: { schema: { type: 'string' } }, Location: { schema: { type: 'string' } } },
        content: {
          'application/json': action.responses ? contentOf(action.responses, 'output') : { schema: {} },
        },
      },
      ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500, 503),
    },
    ...(Object.keys(action.refusals).length > 0 ? { 'x-refusals': Object.keys(action.refusals) } : {}),
  };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'A value of your own for this command: sent twice, it is done once',
};

const filename = {
  name: 'filename',
  in: 'query',
  required: false,
  schema: { type: 'string', maxLength: 200 },
  description: 'The name of the file, where it is sent alone',
};

function operationOf(of: { id: string; summary: string; permission: keyof typeof policy }): Json {
  const rule = policy[of.permission];
  const open = 'anonymous' in rule.roles;
  return {
    operationId: of.id,
    summary: of.summary,
    description: `Permission: ${of.permission} (${rule.words}). Roles: ${Object.keys(rule.roles).join(', ')}.`,
    ...(open ? { security: [] } : {}),
  };
}

function fieldsOf(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: each,
    ...(where === 'path' ? { example: exampleOf(each) } : {}),
  }));
}

/** What is sent: its schema, and an example of it. */
function contentOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const described = schemaOf(schema, io);
  return { schema: described, example: exampleOf(described) };
}

/** A schema as it is described, with the examples that its parts have. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    // An example is of what is sent, also where it is read into something else.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = (z.globalRegistry.get(zodSchema) as { examples?: unknown[] } | undefined)?.examples;
      if (examples) jsonSchema.examples = examples;
    },
  });
  return rest;
}

function problems(...statuses: number[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: '#/components/responses/Problem' }]));
}

const text = { type: 'string' };

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    code: { type: 'string', examples: Object.keys(problemKinds) },
    traceId: { type: 'string', description: 'Quote it when you report the problem' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'field', 'detail'],
        properties: {
          in: { enum: ['body', 'query', 'path', 'header'] },
          pointer: text,
          field: text,
          detail: text,
        },
      },
    },
  },
};

const problemResponse = {
  description: 'Why not, as problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
