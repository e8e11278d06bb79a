import {
  aggregateStore,
  answersResync,
  appendOnly,
  connect,
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
import { auditLog, type AuditLog } from './audit/audit-log.ts';
import { metricsRegistry, pipelineMeasures } from './metrics.ts';
import { service, type Service, type ServiceParts } from './lifecycle.ts';
import type { BaseConfig } from './config.ts';

/** What comes from outside the service: time, the log, and in crash tests the points at which it dies. */
export type Dependencies = {
  clock: Clock;
  log: Log;
  /** Ends the process, with the reason in the log. */
  fatal(reason: string): void;
  fault?: FaultPoints;
};

type AnyStore = Pick<AggregateStore<never>, 'migrate' | 'outbox' | 'onPending' | 'resync'>;

export type ServiceBase = {
  readonly db: Database;
  readonly messaging: Messaging;
  readonly registry: ReturnType<typeof metricsRegistry>;
  readonly audit: AuditLog;
  /** A store of this service. Its indexes are made, its events are sent and its resyncs answered from the start on. */
  store<State>(settings: Omit<AggregateSettings<State>, 'source'>): AggregateStore<State>;
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
    sweeps?: ServiceParts['sweeps'];
    /** What must be there beside database and Kafka for the service to be ready, by name. */
    checks?: ServiceParts['checks'];
  }): Service;
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
  const stores: AnyStore[] = [];

  return {
    db,
    messaging,
    registry,
    audit,
    store(settings) {
      const store = aggregateStore(db, { ...settings, source: name }, { clock, ...(fault && { fault }) });
      stores.push(store);
      return store;
    },
    assemble({ actions, views, parts, templates, consumes = {}, before = [], sweeps = [], checks = {} }) {
      const sending = relay(stores, messaging.publisher, { db, clock, log, ...(fault && { fault }) });
      const consumers: Record<string, Consumer> = Object.fromEntries(
        Object.entries(consumes).map(([group, subscriptions]) => [
          group,
          messaging.consumer(group, subscriptions, parts, { lot }),
        ]),
      );
      const owned = stores.flatMap(({ outbox: { topic } }) => (topic === undefined ? [] : [topic]));
      if (owned.length > 0)
        consumers[`${name}.resync`] = answersResync(stores, messaging, { group: name, lot });
      const read = Object.values(consumes).flatMap((subscriptions) =>
        subscriptions.map(({ topic }) => topic),
      );
      pipelineMeasures(registry, { relays: { [name]: sending }, consumers, clock });

      return service(name, {
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
          () => messaging.ensureTopics([...new Set([...owned, ...read])]),
          ...before,
        ],
        relays: [sending],
        consumes: Object.values(consumers),
        sweeps,
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
    },
  };
}
