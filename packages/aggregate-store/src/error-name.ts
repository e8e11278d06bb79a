/** What a log may tell of an error that came with an event: its class alone. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
