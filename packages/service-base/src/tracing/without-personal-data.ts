import type { Attributes } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';

type Exporter = NodeSDKConfiguration['traceExporter'];
type Span = Parameters<Exporter['export']>[0][number];

/**
 * The attributes that leave this process: routes, never paths or queries; what kind of thing was called and how it
 * answered, never with what. Record keys are opaque ids.
 */
const told = new Set([
  'db.collection.name',
  'db.mongodb.collection',
  'db.name',
  'db.namespace',
  'db.operation',
  'db.operation.name',
  'db.system',
  'db.system.name',
  'error.type',
  'exception.type',
  'express.type',
  'http.flavor',
  'http.method',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'http.scheme',
  'http.status_code',
  'network.protocol.version',
  'server.address',
  'server.port',
  'url.scheme',
]);
const toldFamilies = ['messaging.', 'waymark.'];

/** An exporter whose spans tell nothing of a person: known attributes alone, errors by type without their message. */
export function withoutPersonalData(exporter: Exporter): Exporter {
  return {
    export: (spans, done) => exporter.export(spans.map(clean), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function clean(span: Span): Span {
  const changed: Partial<Span> = {
    name: nameOf(span),
    attributes: known(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: known(event.attributes ?? {}) })),
    links: span.links.map((link) => ({ ...link, attributes: known(link.attributes ?? {}) })),
    status: { code: span.status.code },
  };
  const shown = Object.entries(changed).map(([name, value]) => [name, { value, enumerable: true }] as const);
  return Object.create(span, Object.fromEntries(shown)) as Span;
}

/** A span's name comes from our code and its routes; a name that holds anything else is cut to its first word. */
function nameOf({ name }: Span): string {
  return /^[\w .:/{}*<>()-]*$/.test(name) && !/\d{6}/.test(name) ? name : (name.split(/\W/, 1)[0] ?? '');
}

function known(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => told.has(name) || toldFamilies.some((start) => name.startsWith(start)),
    ),
  );
}
