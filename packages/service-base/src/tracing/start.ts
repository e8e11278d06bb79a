import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { withoutPersonalData } from './without-personal-data.ts';

/**
 * Starts tracing to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names. Metrics and logs have ways of their own.
 * Bodies and statements are not recorded, and what is recorded goes through `withoutPersonalData`.
 */
export function startTracing(): void {
  loadThroughHooks();
  const sdk = new NodeSDK({
    traceExporter: withoutPersonalData(new OTLPTraceExporter()),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: getNodeAutoInstrumentations({
      '@opentelemetry/instrumentation-http': {
        ignoreIncomingRequestHook: ({ url = '' }) => /\/(health(\/\w+)?|metrics)$/.test(url),
      },
      '@opentelemetry/instrumentation-pino': { disableLogSending: true },
    }),
  });
  sdk.start();
}

/** The instrumentation offers its hooks for ES modules in this form alone; Node tells that the form grows old. */
function loadThroughHooks(): void {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  process.noDeprecation = noDeprecation ?? false;
}
