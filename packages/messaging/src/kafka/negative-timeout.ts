const silenced = Symbol.for('waymark.negative-timeout-silenced');

/**
 * Keeps quiet the one warning that kafkajs 2.2.4 causes on Node 24 and later: it arms a timer with a negative delay,
 * which Node then sets to 1 ms, as was meant. Every other warning is printed as before.
 */
export function silenceNegativeTimeoutWarning(): void {
  const emit = process.emitWarning.bind(process) as (...given: unknown[]) => void;
  if (silenced in process) return;
  Object.defineProperty(process, silenced, { value: true });
  process.emitWarning = (...given: unknown[]) => {
    if (given[1] !== 'TimeoutNegativeWarning') emit(...given);
  };
}
