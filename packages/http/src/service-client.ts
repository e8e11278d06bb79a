import type { Log } from '@waymark/decisions';
import type { z } from 'zod';

import type { Viewer } from '@waymark/policy';
import { boundedFetch } from './bounded-fetch.ts';

/** What another service returned, or why it returned nothing. */
export type RemoteResult<Value> =
  { known: true; value: Value } | { known: false; why: 'not-permitted' | 'not-there' | 'away' };

export type ServiceClient = {
  /** Reads one thing with the viewer's own permission. Never rejects: a page can do without. */
  read<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    viewer: Viewer,
  ): Promise<RemoteResult<z.output<Schema>>>;
};

/**
 * Another service, read while a page is made: with the access token of the person who looks, so that it gives what
 * it would give that person, and within the bounds of `boundedFetch`. `url` has the base path.
 */
export function serviceClient(name: string, url: string, { log }: { log: Log }): ServiceClient {
  const ask = boundedFetch();
  return {
    async read(path, schema, { accessToken }) {
      if (accessToken === undefined) return { known: false, why: 'not-permitted' };
      try {
        const response = await ask(`${url}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
        if (response.status === 401 || response.status === 403) return { known: false, why: 'not-permitted' };
        if (response.status === 404) return { known: false, why: 'not-there' };
        if (!response.ok) throw new Error(`It answered ${response.status}`);
        return { known: true, value: schema.parse(await response.json()) };
      } catch (error) {
        log.warn(
          { peer: name, reason: error instanceof Error ? error.name : 'unknown' },
          'Another service could not be read',
        );
        return { known: false, why: 'away' };
      }
    },
  };
}
