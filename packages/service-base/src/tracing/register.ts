// Given by `node --import`, before anything that is to be traced is loaded.
if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) {
  process.env['OTEL_NODE_ENABLED_INSTRUMENTATIONS'] ??= 'http,express,kafkajs,mongodb,mongoose,pino,undici';
  const { startTracing } = await import('./start.ts');
  startTracing();
}

export {};
