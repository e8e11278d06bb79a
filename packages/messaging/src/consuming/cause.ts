import { z } from 'zod';

/** What may be written down of an error: its class, and words without what could be a number of a person. */
export type Cause = { name: string; message: string };

const longestMessage = 300;
const longNumber = /\d(?:[\s-]?\d){7,}/g;

/** An error in words that may be kept. Of a schema failure only the fields and rules, never the values. */
export function causeOf(error: unknown): Cause {
  if (error instanceof z.core.$ZodError) {
    const faults = error.issues.map(
      ({ path, code }) => `${path.map(String).join('.') || '(whole)'}: ${code}`,
    );
    return { name: 'SchemaFailure', message: faults.join('; ').slice(0, longestMessage) };
  }
  if (error instanceof Error) {
    return { name: error.name, message: error.message.replace(longNumber, '…').slice(0, longestMessage) };
  }
  return { name: 'Unknown', message: 'Something that is not an error was thrown' };
}
