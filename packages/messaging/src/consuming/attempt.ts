import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { TransientFailure } from '@waymark/decisions';
import type { Envelope } from '@waymark/events';
import type { Handled, Subscription } from '../port/subscription.ts';
import { causeOf, type Cause } from './cause.ts';

/** How one try at an event ended. */
export type Verdict =
  | { kind: 'applied' }
  | { kind: 'repeat' }
  | { kind: 'gap'; have: number; got: number }
  | { kind: 'poison'; cause: Cause }
  | { kind: 'transient'; cause: Cause; timedOut: boolean };

/** Tries the event once, inside its own trace, and waits no longer than the limit. Never throws. */
export async function attempt<Parts>(
  envelope: Envelope,
  subscription: Subscription<Parts>,
  parts: Parts,
  { limitMs }: { limitMs: number },
): Promise<Verdict> {
  return inTraceOf(envelope, subscription.topic, async () => {
    try {
      const handle = subscription.read(envelope);
      const verdict = verdictOf(await within(limitMs, handle(parts)));
      if (verdict.kind !== 'gap' || !subscription.lateJoin) return verdict;
      return verdictOf(await within(limitMs, handle(parts, { restated: true })));
    } catch (error) {
      if (error instanceof TookTooLong) return { kind: 'transient', cause: causeOf(error), timedOut: true };
      if (error instanceof TransientFailure)
        return { kind: 'transient', cause: causeOf(error), timedOut: false };
      return { kind: 'poison', cause: causeOf(error) };
    }
  });
}

function verdictOf(handled: Handled): Verdict {
  if (handled === 'applied' || handled === 'repeat') return { kind: handled };
  if ('gap' in handled) return { kind: 'gap', ...handled.gap };
  return { kind: 'poison', cause: { name: 'Refused', message: handled.refused } };
}

class TookTooLong extends Error {
  override name = 'TookTooLong';
}

/** The handler may still end later; its write then meets the version that the next try has moved. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`Not done after ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function inTraceOf(envelope: Envelope, topic: string, work: () => Promise<Verdict>): Promise<Verdict> {
  const carrier = envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent };
  const origin = propagation.extract(ROOT_CONTEXT, carrier);
  const span = trace
    .getTracer('@waymark/messaging')
    .startSpan(
      `apply ${envelope.type}`,
      {
        kind: SpanKind.CONSUMER,
        attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': topic },
      },
      origin,
    );
  return context.with(trace.setSpan(origin, span), async () => {
    const verdict = await work();
    span.setAttribute('waymark.verdict', verdict.kind);
    if (verdict.kind === 'poison' || verdict.kind === 'transient') {
      span.setStatus({ code: SpanStatusCode.ERROR, message: verdict.cause.name });
    }
    span.end();
    return verdict;
  });
}
