import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { Registry, type Metric } from 'prom-client';
import type { z } from 'zod';
import type { System } from './system.ts';
import { serviceNames, services, type ServiceName } from './services.ts';
import { withSharedParts } from './shared-parts.ts';
import { endpoints } from './endpoints.ts';

const root = resolve(import.meta.dirname, '..');

/** Everything that others rely on, by the name of the file that holds what was accepted of it. */
export type Interfaces = Record<string, unknown>;

/** A metric as it is declared, whether or not it has a value yet. */
type DeclaredMetric = { name: string; type: string; labels: readonly string[] };

/**
 * Notes each metric that a service of this process declares, from now on. Those of the runtime itself are left out:
 * they differ between operating systems.
 */
export function noteMetrics(): () => Record<string, DeclaredMetric[]> {
  const declared = new Map<Registry, Map<string, DeclaredMetric>>();
  const register = Registry.prototype.registerMetric;
  Registry.prototype.registerMetric = function (this: Registry, metric: Metric) {
    const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] };
    if (!/^(process|nodejs)_/.test(name)) {
      const metrics = declared.get(this) ?? new Map<string, DeclaredMetric>();
      declared.set(this, metrics.set(name, { name, type: metric.constructor.name, labels: labelNames }));
    }
    register.call(this, metric);
  };
  return () =>
    Object.fromEntries(
      [...declared].map(([registry, metrics]) => {
        const { service = '' } = (registry as unknown as { _defaultLabels: { service?: string } })
          ._defaultLabels;
        return [service, [...metrics.values()].toSorted(byKey(({ name }) => name))];
      }),
    );
}

/** The public face of a running system: interface descriptions, addresses, topics, stored collections, settings. */
export async function interfacesOf(
  system: System,
  metrics: Record<string, DeclaredMetric[]>,
): Promise<Interfaces> {
  const parts = await Promise.all(
    serviceNames.map(async (name) => ({
      [`${name}/openapi.json`]: await interfaceDescription(system, name),
      [`${name}/collections.json`]: await collections(system.databases[name].url),
      [`${name}/metrics.json`]: metrics[name],
      [`${name}/environment.json`]: environmentOf(services[name].configSchema),
      [`${name}/addresses.json`]: addressesOf(name),
    })),
  );
  return sorted({
    ...Object.assign({}, ...parts),
    'topics.json': await topicsOf(system),
    'events.json': await eventFiles(),
  }) as Interfaces;
}

async function interfaceDescription(system: System, name: ServiceName): Promise<unknown> {
  const answer = await system.ask('clinician', 'GET', `${services[name].basePath}/api/openapi.json`);
  return withSharedParts(sorted(JSON.parse(answer.text.replaceAll(system.url, 'https://waymark.example'))));
}

/** Every page and programs' address with the permission that it needs. */
function addressesOf(service: ServiceName): unknown {
  return endpoints
    .filter((subject) => subject.service === service)
    .map(({ name, answers, permission }) => `${name} (${answers}): ${permission}`)
    .toSorted();
}

/** Collections with their indexes, without what every collection has. */
async function collections(url: string): Promise<unknown> {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    const found: Record<string, unknown> = {};
    for (const { name } of await connection.listCollections()) {
      const indexes = await connection.collection(name).indexes();
      found[name] = indexes
        .filter((index) => index.name !== '_id_')
        // The order of an index's fields matters.
        .map(({ key, unique, sparse, expireAfterSeconds, partialFilterExpression }) =>
          JSON.stringify({ key, unique, sparse, expireAfterSeconds, partialFilterExpression }),
        )
        .toSorted();
    }
    return found;
  } finally {
    await connection.close();
  }
}

/** The topics of the system with their numbers of partitions. */
async function topicsOf({ kafkaBrokers, prefix }: System): Promise<Record<string, number>> {
  const admin = new Kafka({ brokers: [...kafkaBrokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const names = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    return Object.fromEntries(
      topics.map(({ name, partitions }) => [name.slice(prefix.length), partitions.length]),
    );
  } finally {
    await admin.disconnect();
  }
}

/** What each variable is when it is not given: its default, optional, or required. */
function environmentOf({ shape }: { shape: Readonly<Record<string, z.ZodType>> }): unknown {
  return Object.fromEntries(
    Object.entries(shape).map(([name, variable]) => {
      const { success, data } = variable.safeParse(undefined);
      return [name, success ? { default: data ?? null } : 'required'];
    }),
  );
}

/** A digest of each generated file of the event contract, which itself lies in packages/events. */
async function eventFiles(): Promise<Record<string, string>> {
  const folder = join(root, 'packages/events');
  const files = ['asyncapi.yaml'];
  for (const kind of ['schemas', 'examples'])
    files.push(...(await readdir(join(folder, kind))).map((file) => `${kind}/${file}`));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const digest = createHash('sha256').update(await readFile(join(folder, file)));
        return [file, digest.digest('hex').slice(0, 16)];
      }),
    ),
  );
}

/** The same value with the keys of every object in order. Lists keep theirs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(byKey(([key]) => key))
      .map(([key, inside]) => [key, sorted(inside)]),
  );
}

function byKey<T>(keyOf: (of: T) => string): (one: T, other: T) => number {
  return (one, other) => (keyOf(one) < keyOf(other) ? -1 : 1);
}
