import { setTimeout as pause } from 'node:timers/promises';
import { todayInLondon, type Clock } from '@waymark/care-types';
import {
  TransientFailure,
  type StoredOutcome,
  type Decided,
  type Decision,
  type CommandMeta,
  type Happened,
  type NewEvent,
} from '@waymark/decisions';
import type { Envelope } from '@waymark/events';
import type { FaultPoints, Handled } from '@waymark/messaging';
import type { z } from 'zod';
import type { Database } from './connect.ts';
import type { FirstWrite } from './create-both.ts';
import { type AggregateDocument, type CommandEntry, type HistoryEntry } from './document.ts';
import { indexMaking, type Index } from './index-making.ts';
import { iterateCursor } from './iterate-cursor.ts';
import { archivedHistory } from './history.ts';
import { batchedInserts, duplicateFields, type Inserted } from './inserts.ts';
import { outboxOf, resyncEnvelope, type Outbox } from './outbox.ts';
import { afterPlace, checkedFilter, placeOf, totalSort, type Filter, type Sort } from './page.ts';
import { countBy, type GroupCount } from './count-by.ts';
import { asTransient } from './transient-errors.ts';
import {
  envelopeOf,
  firstWrite as documentOf,
  historyIsFull,
  nextWrite,
  outboxEntries,
  unsentOf,
  type Change,
  type Loaded,
} from './write.ts';

/** An aggregate as a reader gets it. `updatedAt` is an instant in UTC, ISO 8601. */
export type Stored<State> = { id: string; version: number; state: State; updatedAt: string };

export type AggregateSettings<State> = {
  collection: string;
  /** Checked at every write and every load. */
  schema: z.ZodType<State>;
  /** Where the events go. An aggregate without a topic publishes nothing. */
  topic?: string;
  /** The service, as the events name it. */
  source: string;
  indexes: readonly Index[];
};

type Answer<State> = Decision<State> | Promise<Decision<State>>;
export type PendingListener = (id: string, unsent: readonly Envelope[]) => void;
/** A write as it is done: the new state, and the events of this write alone. */
export type WriteListener<State> = (
  written: Pick<Stored<State>, 'id' | 'version' | 'state'> & { events: readonly NewEvent[] },
) => void;

/** Every call throws TransientFailure while the database is out of reach; nothing is then known to be written. */
export type AggregateStore<State> = {
  readonly outbox: Outbox;
  /** Create the indexes. Doing it again changes nothing. */
  migrate(): Promise<void>;
  create(id: string, command: CommandMeta, first: () => Answer<State>): Promise<StoredOutcome<State>>;
  /** What `create` would write. Nothing is written. */
  firstWrite(id: string, command: CommandMeta, decided: Decided<State>): FirstWrite<State>;
  /** Load, decide, write if nobody else has written meanwhile, and otherwise decide again on what they wrote. */
  change(
    id: string,
    command: CommandMeta,
    next: (state: State) => Answer<State>,
  ): Promise<StoredOutcome<State>>;
  /**
   * As change, for an event of another aggregate: the same write notes how far that aggregate has been followed. A repeat
   * changes nothing, a hole in the sequence is answered as a gap, a resync may jump. Creates what is absent.
   */
  react(
    id: string,
    envelope: Envelope,
    next: (state: State | undefined) => Answer<State>,
    command?: CommandMeta,
  ): Promise<Handled>;
  get(id: string): Promise<Stored<State> | undefined>;
  /** One page in a total order. `next` is where the following page goes on; absent on the last one. */
  page(query: {
    filter: Filter;
    sort: Sort;
    limit: number;
    after?: readonly unknown[];
  }): Promise<{ items: Stored<State>[]; next?: unknown[] }>;
  /** Those that have one of the values at one of the paths, at most so many, in no order. Each path wants an index. */
  withAny(
    wanted: readonly { path: string; values: readonly string[] }[],
    limit: number,
  ): Promise<Stored<State>[]>;
  count(filter: Filter): Promise<number>;
  /** How many there are of each combination of the values at these paths, in no order. A missing value counts as null. */
  countBy(filter: Filter, paths: readonly string[]): Promise<GroupCount[]>;
  each(filter: Filter): AsyncIterable<Stored<State>>;
  /**
   * What was written at an instant or later, by whichever process, each as it now is. The time is the writer's own, and
   * a write comes to be seen a little after it: who follows asks for some seconds more. Wants an index on `updatedAt`.
   */
  writtenSince(instant: Temporal.Instant): AsyncIterable<Pick<Stored<State>, 'id' | 'version'>>;
  /** Who did what, oldest first. */
  history(id: string): Promise<HistoryEntry[]>;
  /** The last event sent, marked as a resync for a reader that missed some; undefined where none was sent yet. */
  resync(id: string): Promise<Envelope | undefined>;
  /** Called after every write with events, with all that is unsent of that aggregate. */
  onPending(listener: PendingListener): void;
  /** Called after every write of this process. */
  onWritten(listener: WriteListener<State>): void;
};

/** After so many lost races in a row the call fails as transient. */
const maxLostRaces = 60;
const loadedFields = { history: 0 };

/** A store of one kind of aggregate in one collection. */
export function aggregateStore<State>(
  db: Database,
  settings: AggregateSettings<State>,
  { clock, fault = () => undefined }: { clock: Clock; fault?: FaultPoints },
): AggregateStore<State> {
  const { schema, source, topic } = settings;
  const makeIndexes = indexMaking(db.connection, settings);
  const collection = db.connection.collection<AggregateDocument>(settings.collection);
  const history = archivedHistory(collection, db.connection.collection(`${settings.collection}.history`));
  const insert = batchedInserts(collection);
  const listeners: PendingListener[] = [];
  const writeListeners: WriteListener<State>[] = [];

  const load = (id: string): Promise<Loaded | null> =>
    asTransient(() => collection.findOne({ _id: id }, { projection: loadedFields }));
  const stateOf = ({ state }: Pick<Loaded, 'state'>): State => schema.parse(state);
  const storedOf = (document: Pick<Loaded, '_id' | 'version' | 'state' | 'updatedAt'>): Stored<State> => ({
    id: document._id,
    version: document.version,
    state: stateOf(document),
    updatedAt: document.updatedAt.toISOString(),
  });

  const notifyListeners = (id: string, before: Loaded | undefined, change: Change<State>): void => {
    const version = (before?.version ?? 0) + 1;
    writeListeners.forEach((listener) =>
      listener({ id, version, state: change.state, events: change.events }),
    );
    if (change.events.length === 0) return;
    const entries = [
      ...(before === undefined ? [] : unsentOf(before)),
      ...outboxEntries(before?.sequence ?? 0, change),
    ];
    const unsent = entries.map((entry) => envelopeOf(source, id, entry));
    listeners.forEach((listener) => listener(id, unsent));
  };

  const checked = (change: Change<State>): Change<State> => {
    if (change.events.length > 0 && topic === undefined)
      throw new Error(`The aggregates of ${settings.collection} have events but no topic`);
    return { ...change, state: schema.parse(change.state) };
  };

  const writeFirst = async (id: string, change: Change<State>) => {
    await fault('before-write');
    return written(id, change, await insert(documentOf(id, change)));
  };

  const written = async (id: string, change: Change<State>, inserted: Inserted) => {
    await fault('after-write');
    if (inserted.done) notifyListeners(id, undefined, change);
    return inserted;
  };

  /** True when written, false when somebody else was first; the fields of a unique index when one was in the way. */
  const writeNext = async (before: Loaded, change: Change<State>): Promise<boolean | string[]> => {
    if (historyIsFull(before)) await history.copy(before._id);
    const { filter, update } = nextWrite(before, change);
    await fault('before-write');
    try {
      const { matchedCount } = await asTransient(() => collection.updateOne(filter, update));
      await fault('after-write');
      if (matchedCount === 0) return false;
    } catch (error) {
      const taken = duplicateFields(error);
      if (taken === undefined) throw error;
      return taken;
    }
    notifyListeners(before._id, before, change);
    return true;
  };

  const repeated = (document: Loaded, command: CommandMeta): StoredOutcome<State> | undefined => {
    const earlier = commandOf(document, command);
    if (earlier === undefined) return undefined;
    if (earlier.bodyHash !== command.bodyHash) return { kind: 'key-reused' };
    const { version, events } = earlier;
    return { kind: 'done', id: document._id, version, state: stateOf(document), events, repeated: true };
  };

  const happenedSince = async (id: string, version: number): Promise<Happened[]> =>
    (await history.all(id))
      .filter((entry) => entry.version > version)
      .map(({ by, command, at }) => ({ by, command, at: at.instant }));

  const create: AggregateStore<State>['create'] = async (id, command, first) => {
    const decision = await first();
    if (decision.kind === 'refused') {
      const before = await load(id);
      return (before === null ? undefined : repeated(before, command)) ?? decision;
    }
    const change = checked({ command, state: decision.state, events: decision.events });
    return created(id, change, await writeFirst(id, change));
  };

  const created = async (
    id: string,
    change: Change<State>,
    inserted: Inserted,
  ): Promise<StoredOutcome<State>> => {
    if (inserted.done) return done(id, 1, change);
    const before = await load(id);
    if (before === null) return alreadyTaken(inserted.taken);
    return repeated(before, change.command) ?? { kind: 'exists', version: before.version };
  };

  const firstWrite: AggregateStore<State>['firstWrite'] = (id, command, { state, events }) => {
    const change = checked({ command, state, events });
    return {
      db,
      insertion: {
        namespace: `${db.connection.name}.${settings.collection}`,
        document: documentOf(id, change),
      },
      begin: () => fault('before-write'),
      settle: async (inserted) => created(id, change, await written(id, change, inserted)),
    };
  };

  const change: AggregateStore<State>['change'] = (id, command, next) =>
    retryLostRaces(async () => {
      const before = await load(id);
      if (before === null) return { kind: 'missing' };
      const earlier = repeated(before, command);
      if (earlier !== undefined) return earlier;
      if (command.expected !== undefined && command.expected !== before.version)
        return { kind: 'stale', version: before.version, since: await happenedSince(id, command.expected) };
      const decision = await next(stateOf(before));
      if (decision.kind === 'refused') return decision;
      const change = checked({ command, state: decision.state, events: decision.events });
      const written = await writeNext(before, change);
      if (written === false) return undefined;
      return written === true ? done(id, before.version + 1, change) : alreadyTaken(written);
    });

  const react: AggregateStore<State>['react'] = (id, envelope, next, command = madeBy(envelope, clock)) =>
    retryLostRaces(async () => {
      const before = await load(id);
      const sources = before?.sources ?? {};
      const name = sourceName(envelope);
      const have = sources[name] ?? 0;
      if (envelope.sequence <= have) return 'repeat';
      if (envelope.sequence > have + 1 && envelope.resync !== true)
        return { gap: { have, got: envelope.sequence } };
      const decision = await next(before === null ? undefined : stateOf(before));
      if (decision.kind === 'refused') return { refused: decision.code, facts: decision.facts };
      const change = checked({
        command,
        state: decision.state,
        events: decision.events,
        sources: { ...sources, [name]: envelope.sequence },
      });
      if (before === null) {
        const inserted = await writeFirst(id, change);
        if (inserted.done) return 'applied';
        return (await load(id)) === null ? alreadyTakenOn(inserted.taken) : undefined;
      }
      const written = await writeNext(before, change);
      if (written === false) return undefined;
      return written === true ? 'applied' : alreadyTakenOn(written);
    });

  return {
    outbox: outboxOf(collection, { source, topic }),
    migrate: () =>
      asTransient(async () => {
        await makeIndexes();
        await history.migrate();
      }),
    create,
    firstWrite,
    change,
    react,
    get: async (id) => {
      const document = await load(id);
      return document === null ? undefined : storedOf(document);
    },
    page: async ({ filter, sort, limit, after }) => {
      const order = totalSort(sort);
      const wanted = [checkedFilter(filter), ...(after === undefined ? [] : [afterPlace(order, after)])];
      const found = await asTransient(() =>
        collection
          .find({ $and: wanted }, { projection: listedFields, sort: order, limit: limit + 1 })
          .toArray(),
      );
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const items = shown.map(storedOf);
      return found.length > limit && last !== undefined ? { items, next: placeOf(order, last) } : { items };
    },
    withAny: async (wanted, limit) => {
      const branches = wanted
        .filter(({ values }) => values.length > 0)
        .map(({ path, values }) => checkedFilter({ [path]: { $in: values } }));
      if (branches.length === 0) return [];
      const found = await asTransient(() =>
        collection.find({ $or: branches }, { projection: listedFields, limit }).toArray(),
      );
      return found.map(storedOf);
    },
    count: (filter) => asTransient(() => collection.countDocuments(checkedFilter(filter))),
    countBy: (filter, paths) => countBy(collection, filter, paths),
    each: async function* (filter) {
      const cursor = collection.find(checkedFilter(filter), { projection: listedFields, batchSize: 500 });
      for await (const document of iterateCursor(cursor)) yield storedOf(document);
    },
    writtenSince: async function* (instant) {
      const since = { updatedAt: { $gte: new Date(instant.epochMilliseconds) } };
      const cursor = collection.find(since, { projection: { version: 1 }, batchSize: 5_000 });
      for await (const { _id, version } of iterateCursor(cursor)) yield { id: _id, version };
    },
    history: (id) => history.all(id),
    resync: async (id) => {
      const document = await load(id);
      return document === null ? undefined : resyncEnvelope(source, document);
    },
    onPending: (listener) => {
      listeners.push(listener);
    },
    onWritten: (listener) => {
      writeListeners.push(listener);
    },
  };
}

const listedFields = { version: 1, state: 1, updatedAt: 1 };

/** Try until the race is won. A lost one waits a random moment, so that many writers do not collide in step. */
async function retryLostRaces<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let lost = 0; lost < maxLostRaces; lost += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
    await pause(Math.random() * Math.min(2 ** lost, 30));
  }
  throw new TransientFailure('Too many others changed this at the same moment');
}

function done<State>(id: string, version: number, { state, events }: Change<State>): StoredOutcome<State> {
  return { kind: 'done', id, version, state, events: events.map(({ type }) => type), repeated: false };
}

function alreadyTaken<State>(fields: readonly string[]): StoredOutcome<State> {
  return { kind: 'refused', code: 'already-taken', facts: { fields } };
}

function alreadyTakenOn(fields: readonly string[]): Handled {
  return { refused: 'already-taken', facts: { fields } };
}

/** The same key counts as the same command only from the same person. */
function commandOf({ commands }: Loaded, command: CommandMeta): CommandEntry | undefined {
  return commands.find(({ key, by }) => key === command.key && by === command.by.id);
}

/** The aggregate that an event is about, as a field name: a dot or a dollar sign would mean a path to the database. */
function sourceName({ source, subject }: Envelope): string {
  return `${source}/${subject}`.replace(/[%.$]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function madeBy(envelope: Envelope, clock: Clock): CommandMeta {
  return {
    by: { id: envelope.source, roles: [] },
    at: { instant: clock.now().toString(), date: todayInLondon(clock) },
    name: `on ${envelope.type}`,
    key: envelope.id,
    bodyHash: '',
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
  };
}
