import {
  aggregateStore,
  answersResync,
  appendOnly,
  connect,
  leases,
  mongoParkingLot,
  relay,
  type AggregateSettings,
  type AggregateStore,
  type Database,
} from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { identity, webApp, type Action, type View } from '@waymark/http';
import {
  kafkaMessaging,
  type Consumer,
  type FaultPoints,
  type Messaging,
  type Subscription,
} from '@waymark/messaging';
import { assets, navigation, renderer } from '@waymark/web';
import { arrivals, arrivalsSettings, type Arrivals } from './arrivals/arrivals.ts';
import { auditLog, type AuditLog } from './audit/audit-log.ts';
import { databaseWatch } from './database-watch.ts';
import { keptFormStore } from './kept-forms.ts';
import { limits, type Limits } from './limits.ts';
import { metricsRegistry, pipelineMeasures } from './metrics.ts';
import { service, type Service, type ServiceParts } from './lifecycle.ts';
import { newsSince } from './news-since.ts';
import type { BaseConfig } from './config.ts';
import { sweepMetrics } from './sweep-metrics.ts';
import { sweep, type Sweep, type SweepDefinition, type SweepState } from './sweep.ts';

/** What comes from outside the service: time, the log, and in crash tests the points at which it dies. */
export type Dependencies = {
  clock: Clock;
  log: Log;
  /** Ends the process, with the reason in the log. */
  fatal(reason: string): void;
  fault?: FaultPoints;
};

type Startable = { start(): Promise<unknown> | void; stop(): Promise<unknown> };

/** A service whose sweeps can be run at once. */
export type SweepingService = Service & {
  /** Runs the named sweep now; rejects as its look does, and where no sweep has the name. For tests and operators. */
  runSweep(name: string): Promise<void>;
};

type AnyStore = Pick<AggregateStore<never>, 'migrate' | 'outbox' | 'onPending' | 'resync'>;

export type ServiceBase = {
  readonly db: Database;
  readonly messaging: Messaging;
  readonly registry: ReturnType<typeof metricsRegistry>;
  readonly audit: AuditLog;
  /** A store of this service. Its indexes are made, its events are sent and its resyncs answered from the start on. */
  store<State>(settings: Omit<AggregateSettings<State>, 'source'>): AggregateStore<State>;
  /** How much of what files of referrals have brought is here: see `arrivals`. The service consumes it and sweeps. */
  arrivals(about: Parameters<typeof arrivals>[1]): Arrivals;
  /** Locks a subject after failed attempts; all copies of the service count together. */
  readonly attemptLimiter: Limits['attemptLimiter'];
  /** Limits how often something is done within an hour; all copies of the service count together. */
  readonly hourlyLimit: Limits['hourlyLimit'];
  /** The service from what is its own. */
  assemble<Parts>(own: {
    actions: readonly Action<NoInfer<Parts>>[];
    views: readonly View<NoInfer<Parts>>[];
    parts: Parts;
    /** The folder of the slices, whose pages are named from there. */
    templates: string;
    /** By group: `<service>` and, for a second reader of the same topics, `<service>.<what for>`. */
    consumes?: Readonly<Record<string, readonly Subscription<NoInfer<Parts>>[]>>;
    before?: ServiceParts['before'];
    /** Work that the service does again and again by itself. */
    sweeps?: readonly (SweepDefinition | Startable)[];
    /** What must be there beside database and Kafka for the service to be ready, by name. */
    checks?: ServiceParts['checks'];
  }): SweepingService;
};

/**
 * What every service stands on, wired once: database, Kafka, relay, consumers, audit, identity, pages, health and
 * measures. Each service's own `app.ts` adds its stores, slices and rules. Rejects when the database is out of reach.
 */
export async function serviceBase(
  name: string,
  config: BaseConfig,
  { clock, log, fatal, fault }: Dependencies,
): Promise<ServiceBase> {
  const db = await connect(config.MONGO_URL, { log, appName: name });
  const messaging = kafkaMessaging(
    {
      brokers: config.KAFKA_BROKERS,
      clientId: name,
      ...(config.TOPIC_PREFIX === undefined ? {} : { topicPrefix: config.TOPIC_PREFIX }),
    },
    { log, clock, fatal, ...(fault && { fault }) },
  );
  const lot = mongoParkingLot(db);
  const entries = appendOnly(db, 'audit');
  const audit = auditLog(entries, { chain: name, key: config.AUDIT_KEY, clock });
  const registry = metricsRegistry(name);
  const limited = limits(db, config.SESSION_KEY);
  const formStore = keptFormStore(db);
  const watch = databaseWatch(db, { log });
  const stores: AnyStore[] = [];
  const store: ServiceBase['store'] = (settings) => {
    const made = aggregateStore(db, { ...settings, source: name }, { clock, ...(fault && { fault }) });
    stores.push(made);
    return made;
  };

  return {
    db,
    messaging,
    registry,
    audit,
    store,
    arrivals: (about) => arrivals({ batches: store(arrivalsSettings), lot, clock, log }, about),
    attemptLimiter: limited.attemptLimiter,
    hourlyLimit: limited.hourlyLimit,
    assemble({ actions, views, parts, templates, consumes = {}, before = [], sweeps = [], checks = {} }) {
      const sending = relay(stores, messaging.publisher, { db, clock, log, ...(fault && { fault }) });
      const consumers: Record<string, Consumer> = Object.fromEntries(
        Object.entries(consumes).map(([group, subscriptions]) => [
          group,
          messaging.consumer(group, subscriptions, parts, { lot }),
        ]),
      );
      const followed = Object.values(consumers);
      const owned = stores.flatMap(({ outbox: { topic } }) => (topic === undefined ? [] : [topic]));
      if (owned.length > 0)
        consumers[`${name}.resync`] = answersResync(stores, messaging, { group: name, lot });
      const read = Object.values(consumes).flatMap((subscriptions) =>
        subscriptions.map(({ topic }) => topic),
      );
      const running: Sweep[] = [];
      const started = sweeps.map((one): Startable => {
        if (!('everyMs' in one)) return one;
        const made = sweep(one, {
          clock,
          log,
          ...(one.lease !== undefined && { lease: leases(db, { clock }) }),
        });
        running.push(made);
        return made;
      });
      sweepMetrics(registry, running);
      pipelineMeasures(registry, { relays: { [name]: sending }, consumers, clock });

      const assembled = service(name, {
        web: webApp(
          config,
          {
            service: name,
            actions,
            views,
            identity: identity(config, { clock, log }),
            audit,
            registry,
            log,
            clock,
            render: renderer({ templates: [templates] }),
            nav: navigation,
            assets: assets(),
            formStore,
            patience: watch.patience,
            newsSince: newsSince(followed, clock),
          },
          parts,
        ),
        listen: { host: config.HOST, port: config.PORT, basePath: config.BASE_PATH },
        drainMs: config.DRAIN_MS,
        log,
        before: [
          ...stores.map((store) => () => store.migrate()),
          () => lot.migrate(),
          () => entries.migrate(),
          () => limited.migrate(),
          () => formStore.migrate(),
          () => messaging.ensureTopics([...new Set([...owned, ...read])]),
          ...before,
        ],
        relays: [sending],
        consumes: Object.values(consumers),
        sweeps: [watch, ...started],
        ...(running.length > 0 && {
          detail: () => ({ sweeps: running.map(({ state }) => inHealth(state())) }),
        }),
        checks: {
          ...checks,
          database: () => db.ping(),
          kafka: async () => {
            const health = messaging.healthy();
            if (!health.ok) throw new Error(health.why);
          },
        },
        closes: [messaging, db],
      });
      return {
        ...assembled,
        runSweep: async (wanted) => {
          const found = running.find(({ state }) => state().name === wanted);
          if (!found) throw new Error(`There is no sweep ${wanted}`);
          await found.runNow();
        },
      };
    },
  };
}

/** A sweep as the health of the service tells it. */
function inHealth({ name, does, done, failed, last }: SweepState): object {
  return {
    name,
    does,
    done,
    failed,
    lastRanAt: last?.endedAt.toString() ?? null,
    lastTookSeconds: last ? Math.round(last.seconds * 1000) / 1000 : null,
    lastFailed: last?.failed ?? null,
  };
}
