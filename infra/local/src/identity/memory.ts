import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

type Kept = { payload: AdapterPayload; until: number };

/** Keeps sessions, codes and grants in memory until they run out: enough for a demo, gone with the process. */
export function inMemory(): AdapterFactory {
  const kept = new Map<string, Kept>();

  function live(key: string): AdapterPayload | undefined {
    const found = kept.get(key);
    return found && found.until > Date.now() ? found.payload : undefined;
  }

  function forgetOutdated(): void {
    for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key);
  }

  return (model): Adapter => {
    const prefix = `${model}:`;
    const where = (matches: (payload: AdapterPayload) => boolean) =>
      [...kept.keys()]
        .filter((key) => key.startsWith(prefix))
        .map(live)
        .find((payload) => payload !== undefined && matches(payload));
    return {
      async upsert(id, payload, expiresIn) {
        forgetOutdated();
        kept.set(prefix + id, {
          payload,
          until: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000,
        });
      },
      find: async (id) => live(prefix + id),
      findByUid: async (uid) => where((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => where((payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = live(prefix + id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(prefix + id);
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept)
          if (key.startsWith(prefix) && payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
