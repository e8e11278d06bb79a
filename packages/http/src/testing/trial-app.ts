import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { systemClock } from '@waymark/care-types';
import type { CommandMeta, Outcome } from '@waymark/decisions';
import { logger, metricsRegistry } from '@waymark/service-base';
import { testIdentity, type TestIdentity } from '@waymark/testkit/identity';
import express, { type Express } from 'express';
import { z } from 'zod';
import { action, uploadAction } from '../action.ts';
import { ownRecords } from '../handler-context.ts';
import type { PageContext } from '../http-context.ts';
import { view } from '../view.ts';
import { webApp } from '../web-app.ts';
import { identity } from '../identity/index.ts';

const Note = z.strictObject({
  title: z.string().min(1).max(40),
  on: z.iso.date(),
  kind: z.enum(['call', 'visit']).default('call'),
  count: z.number().int().min(0).max(99).optional(),
  tags: z.array(z.string().max(10)).max(3).default([]),
  needs: z.partialRecord(z.enum(['sleep', 'school']), z.strictObject({ home: z.number().int() })).optional(),
});
type Note = z.infer<typeof Note> & { organisation?: string; closed: boolean };

const NoteId = z.strictObject({ noteId: z.string().regex(/^note_\d{1,6}$/) });

type Kept = { id: string; version: number; state: Note; commands: Map<string, string> };
export type Notes = ReturnType<typeof memoryNotes>;

/** Notes in memory, with the answers that the aggregate store gives. */
function memoryNotes() {
  const notes: Kept[] = [];
  const done = ({ id, version, state }: Kept, repeated: boolean) =>
    ({ kind: 'done', id, version, state, events: [], repeated }) as const;

  function before(command: CommandMeta): Outcome<Note> | undefined {
    const kept = notes.find(({ commands }) => commands.has(command.key));
    if (!kept) return undefined;
    return kept.commands.get(command.key) === command.bodyHash ? done(kept, true) : { kind: 'key-reused' };
  }

  return {
    notes,
    commands: [] as CommandMeta[],
    create(command: CommandMeta, state: Note): Outcome<Note> {
      this.commands.push(command);
      const earlier = before(command);
      if (earlier) return earlier;
      const kept = {
        id: `note_${notes.length + 1}`,
        version: 1,
        state,
        commands: new Map([[command.key, command.bodyHash]]),
      };
      notes.push(kept);
      return done(kept, false);
    },
    close(id: string, command: CommandMeta): Outcome<Note> {
      const kept = notes.find((note) => note.id === id);
      if (!kept) return { kind: 'missing' };
      const earlier = before(command);
      if (earlier) return earlier;
      if (command.expected !== undefined && command.expected !== kept.version) {
        return { kind: 'stale', version: kept.version };
      }
      if (kept.state.closed) return { kind: 'refused', code: 'already-closed', facts: { on: kept.state.on } };
      kept.state = { ...kept.state, closed: true };
      kept.version += 1;
      kept.commands.set(command.key, command.bodyHash);
      return done(kept, false);
    },
  };
}

type Parts = { store: Notes; fail: () => void };

const home = view({
  id: 'home',
  summary: 'The first page',
  path: '/',
  permission: 'home:see',
  load: async (_ctx, { fail }: Parts) => {
    fail();
    return { greeting: 'Hello' };
  },
  page: { template: 'home' },
});

const newNote = view({
  id: 'new-note',
  summary: 'The form for a note',
  path: '/notes/new',
  permission: 'referral:log',
  load: async () => ({ kinds: ['call', 'visit'] }),
  relation: ownRecords,
  page: { template: 'new' },
});

const listNotes = view({
  id: 'list-notes',
  summary: 'The notes',
  path: '/notes',
  permission: 'referral:list',
  query: z.strictObject({ kind: z.enum(['call', 'visit']).optional(), open: z.boolean().optional() }),
  paged: true,
  load: async ({ query, after, limit, reach, viewer }, { store }: Parts) => {
    const [last] = z.tuple([z.number()]).parse(after ?? [0]);
    const wanted = store.notes.filter(
      ({ state }, index) =>
        index >= last &&
        (query.kind === undefined || state.kind === query.kind) &&
        (reach === 'any' || state.organisation === viewer.organisation),
    );
    const items = wanted.slice(0, limit).map(({ id, state }) => ({ id, title: state.title }));
    return { items, next: wanted.length > limit ? [last + limit] : undefined };
  },
  relation: ownRecords,
  worklist: async ({ query, basePath }, { store, fail }, after) => {
    fail();
    const next = store.notes.find(
      ({ id, state }) =>
        id !== after && !state.closed && (query.kind === undefined || state.kind === query.kind),
    );
    return next
      ? { says: 'Next:', text: next.state.title, href: `${basePath}/notes/${next.id}`, subjects: [next.id] }
      : { says: 'Every note is closed.', text: 'Log a note', href: `${basePath}/notes/new` };
  },
  page: { template: 'list' },
  api: {
    body: z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) }),
    of: (model) => model,
  },
  next: ({ next }) => next,
});

const oneNote = view({
  id: 'one-note',
  summary: 'One note',
  path: '/notes/:noteId',
  permission: 'referral:view',
  params: NoteId,
  load: async ({ params }, { store }: Parts) => store.notes.find(({ id }) => id === params.noteId),
  relation: ({ state }) => ({ organisation: state.organisation }),
  page: { template: 'one' },
  api: { body: z.object({ id: z.string(), state: z.object({ closed: z.boolean() }) }), of: (model) => model },
  version: ({ version }) => version,
  audits: ({ id }) => ({ subjects: [id] }),
});

const notesFile = view({
  id: 'notes-file',
  summary: 'The notes as CSV',
  path: '/notes.csv',
  permission: 'referral:import',
  load: async (_ctx, { store }: Parts) => ({ notes: store.notes }),
  file: {
    type: 'text/csv; charset=utf-8',
    name: () => 'notes.csv',
    body: ({ notes }) => `id\r\n${notes.map(({ id }) => `${id}\r\n`).join('')}`,
  },
});

const logNote = action({
  id: 'log-note',
  summary: 'Log a note',
  path: '/notes',
  permission: 'referral:log',
  body: Note,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ body, command, viewer }, { store }: Parts) =>
    store.create(command, {
      ...body,
      closed: false,
      ...(viewer.organisation === undefined ? {} : { organisation: viewer.organisation }),
    }),
  refusals: {},
  then: {
    page: ({ id }) => `/notes/${id}`,
    api: ({ id, state }) => ({ status: 201, body: { id, tags: state.tags }, location: `/api/notes/${id}` }),
  },
  form: newNote,
  responses: z.object({ id: z.string(), tags: z.array(z.string()) }),
});

const closeNote = action({
  id: 'close-note',
  summary: 'Close a note',
  path: '/notes/:noteId/close',
  permission: 'referral:accept',
  params: NoteId,
  body: z.strictObject({}),
  expects: 'version',
  run: async ({ params, command }, { store }: Parts) => store.close(params.noteId, command),
  refusals: { 'already-closed': ({ on }) => `The note of ${String(on)} is closed already.` },
  then: {
    page: ({ id }) => `/notes/${id}`,
    says: ({ state }) => `The ${state.kind} is closed.`,
    worklist: listNotes,
    api: ({ state }) => ({ status: 200, body: { closed: state.closed } }),
  },
  form: oneNote,
});

const importNotes = uploadAction({
  id: 'import-notes',
  summary: 'Import notes',
  path: '/import',
  permission: 'referral:import',
  body: z.strictObject({ sure: z.boolean() }),
  upload: { field: 'file', maxBytes: 1_000, types: ['text/csv'] },
  run: async ({ file, body }) => {
    const content = await text(file.stream);
    return { kind: 'done', id: 'import', state: { size: content.length, ...body }, repeated: false };
  },
  refusals: {},
  then: { page: () => '/notes', api: ({ state }) => ({ status: 200, body: state }) },
});

const enter = action({
  id: 'enter',
  summary: 'Enter with a code',
  path: '/enter',
  permission: 'family:enter',
  body: z.strictObject({ word: z.string() }),
  run: async ({ body }) =>
    body.word === 'sesame'
      ? { kind: 'done', id: 'in', state: {}, repeated: false }
      : { kind: 'refused', code: 'wrong-word', facts: {} },
  refusals: { 'wrong-word': () => 'That is not the word.' },
  then: {
    page: () => ({ to: '/', setCookie: 'entered=yes; HttpOnly' }),
    api: () => ({ status: 200, body: {} }),
  },
});

const findNotes = action({
  id: 'find-notes',
  summary: 'Find notes by their title',
  path: '/find',
  apiPath: '/api/find-notes',
  permission: 'referral:accept',
  looks: true,
  body: z.strictObject({ title: z.string() }),
  run: async ({ body }, { store }: Parts) => ({
    kind: 'done',
    id: 'found',
    state: store.notes.filter(({ state }) => state.title === body.title).map(({ id }) => id),
    repeated: false,
  }),
  refusals: {},
  then: { page: () => '/notes', api: ({ state }) => ({ status: 200, body: { found: state } }) },
  audits: ({ state }) => ({ subjects: state }),
});

export type Shown = { template: string; model: Record<string, unknown>; page: PageContext };
type Audited = { actor: string; action: string; subjects: string[]; outcome: string };

/** A tiny service with every kind of view and action, the real sign-in and a log that is kept. */
export async function trialApp({ perMinute = 10_000 } = {}) {
  const people: TestIdentity = await testIdentity();
  const lines: string[] = [];
  const audited: Audited[] = [];
  const registry = metricsRegistry('trial');
  const log = logger({
    level: 'debug',
    service: 'trial',
    destination: { write: (line) => void lines.push(line) },
  });
  const parts: Parts = { store: memoryNotes(), fail: () => undefined };
  const config = {
    ...people.settings,
    TRUST_PROXY: 'loopback',
    RATE_LIMIT_PER_MINUTE: perMinute,
    DEMO: true,
  };
  const app: Express = webApp(
    config,
    {
      service: 'trial',
      actions: [logNote, closeNote, importNotes, findNotes, enter],
      views: [home, newNote, listNotes, oneNote, notesFile],
      identity: identity(people.settings, { clock: systemClock, log }),
      audit: { record: async (entry) => void audited.push(entry) },
      registry,
      log,
      clock: systemClock,
      render: (template, model, page) => `<html>${JSON.stringify({ template, model, page })}</html>`,
      nav: (viewer) => viewer.roles.map((role) => ({ text: role, href: `/${role}` })),
      assets: express.Router().get('/a.css', (_req, res) => void res.type('css').send('a{}')),
    },
    parts,
  );
  return { app, people, lines, audited, parts, registry, key: () => randomBytes(12).toString('hex') };
}

export type TrialApp = Awaited<ReturnType<typeof trialApp>>;

/** What a page of the trial app was made of. */
export function shownIn(html: string): Shown {
  return JSON.parse(/^<html>(.*)<\/html>$/s.exec(html)?.[1] ?? 'null') as Shown;
}
