import { ProxyTracerProvider, trace, type TracerProvider } from '@opentelemetry/api';

/** Sends the spans that wait and stops tracing; nothing to do where it was never started. Never rejects. */
export async function stopTracing(): Promise<void> {
  const provider = trace.getTracerProvider();
  const started: TracerProvider & { shutdown?: () => Promise<void> } =
    provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  await started.shutdown?.().catch(() => undefined);
}
