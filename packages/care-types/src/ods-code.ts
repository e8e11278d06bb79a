import { z } from 'zod';

/** A code of the Organisation Data Service: 3 to 8 letters and digits, held in capitals, such as RX3. */
export const OdsCode = z
  .string({ error: 'Enter an organisation code' })
  .transform((typed) => typed.trim().toUpperCase())
  .pipe(
    z
      .string()
      .regex(/^[A-Z0-9]{3,8}$/, 'An organisation code has 3 to 8 letters and digits, like RX3')
      .brand<'OdsCode'>(),
  )
  .meta({ examples: ['RX3'] });
export type OdsCode = z.infer<typeof OdsCode>;
