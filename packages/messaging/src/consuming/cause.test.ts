import { z } from 'zod';
import { causeOf } from './cause.ts';

describe('What is kept of an error', () => {
  it('names fields and rules of a schema failure, never the values', () => {
    const { error } = z
      .object({ name: z.literal('x'), at: z.array(z.number()) })
      .safeParse({ name: 'Marked', at: ['Marked'] });
    expect(causeOf(error)).toEqual({
      name: 'SchemaFailure',
      message: 'name: invalid_value; at.0: invalid_type',
    });
  });

  it('leaves out long numbers, however they are spaced, and cuts what is long', () => {
    expect(causeOf(new TypeError('of 999 123 4560 and 9991234560, on 2026')).message).toBe(
      'of … and …, on 2026',
    );
    expect(causeOf(new Error('x'.repeat(1_000))).message).toHaveLength(300);
  });

  it('accepts anything that is thrown', () => {
    expect(causeOf('text').name).toBe('Unknown');
    expect(causeOf(undefined).name).toBe('Unknown');
  });
});
