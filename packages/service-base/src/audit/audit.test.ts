import { randomBytes } from 'node:crypto';
import { systemClock } from '@waymark/care-types';
import { canonicalJson } from '@waymark/decisions';
import fc from 'fast-check';
import { auditLog, type AuditStore } from './audit-log.ts';
import type { AuditEntry, AuditLink } from './chain.ts';
import { verifyChain } from './verify.ts';

const key = randomBytes(32).toString('base64url');
const chain = 'referral-intake';
const clock = systemClock;

/** An append-only store in memory. Others may take a place between our look at the head and our insert. */
function memoryStore() {
  const links: AuditLink[] = [];
  const store: AuditStore = {
    head: async (name) => links.filter((link) => link.chain === name).at(-1),
    async insert(link) {
      await Promise.resolve();
      if (links.some((kept) => kept.chain === link.chain && kept.sequence === link.sequence)) return false;
      links.push(structuredClone(link));
      return true;
    },
    async *scan(name, from) {
      const found = links.filter((link) => link.chain === name && !(link.sequence < from));
      yield* found.sort((a, b) => a.sequence - b.sequence);
    },
  };
  return { links, store };
}

const entry = (n: number): AuditEntry => ({
  actor: 'synthetic-clinician',
  action: 'view-names',
  subjects: [`per_${n}`, `per_${n + 1}`],
  outcome: 'shown',
  traceId: 'a'.repeat(32),
});

async function chainOf(length: number) {
  const { links, store } = memoryStore();
  const log = auditLog(store, { chain, key, clock });
  for (let n = 0; n < length; n += 1) await log.record(entry(n));
  return { links, store };
}

test('a chain that nobody touched is sound, and so is one that has not begun', async () => {
  const { links, store } = await chainOf(20);
  expect(await verifyChain(store, { chain, key })).toEqual({
    ok: true,
    count: 20,
    head: { sequence: 20, hash: links.at(-1)?.hash },
  });
  expect(await verifyChain(store, { chain: 'another', key })).toMatchObject({ ok: true, count: 0 });
});

test('entries recorded at the same time, by several processes, make one chain without holes', async () => {
  const { links, store } = memoryStore();
  const processes = [1, 2, 3].map(() => auditLog(store, { chain, key, clock }));
  await Promise.all(processes.flatMap((log) => Array.from({ length: 40 }, (_, n) => log.record(entry(n)))));
  expect(links.map((link) => link.sequence).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 120 }, (_, n) => n + 1),
  );
  expect(await verifyChain(store, { chain, key })).toMatchObject({ ok: true, count: 120 });
});

test('an entry that cannot be kept is told, and the next one is kept all the same', async () => {
  const { store } = memoryStore();
  let down = true;
  const log = auditLog(
    { ...store, insert: (link) => (down ? Promise.reject(new Error('no database')) : store.insert(link)) },
    { chain, key, clock },
  );
  await expect(log.record(entry(1))).rejects.toThrow('no database');
  down = false;
  await log.record(entry(2));
  expect(await verifyChain(store, { chain, key })).toMatchObject({ ok: true, count: 1 });
});

test('two services keep two chains in one store', async () => {
  const { store } = memoryStore();
  for (const name of ['referral-intake', 'pathway-tracker'])
    await auditLog(store, { chain: name, key, clock }).record(entry(1));
  expect(await verifyChain(store, { chain: 'pathway-tracker', key })).toMatchObject({ ok: true, count: 1 });
});

test('the order of members makes no difference, the content does', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: 3 }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":3,"d":2}]}');
});

describe('tampering is found, and where', () => {
  const length = 12;
  const place = fc.integer({ min: 0, max: length - 1 });
  const member = fc.constantFrom(
    'actor',
    'action',
    'subjects',
    'outcome',
    'traceId',
    'at',
    'previous',
    'hash',
    'chain',
    'purpose',
  );

  /** Where a verification of a chain finds the first fault after the given damage. */
  async function firstFault(damage: (links: AuditLink[]) => void) {
    const { links } = await chainOf(length);
    damage(links);
    const verdict = await verifyChain({ scan: () => scanAll(links) }, { chain, key });
    return verdict.ok ? undefined : verdict.at;
  }
  async function* scanAll(links: AuditLink[]) {
    yield* [...links].sort((a, b) => a.sequence - b.sequence);
  }

  test('any member changed', async () => {
    await fc.assert(
      fc.asyncProperty(place, member, fc.string(), async (at, name, text) => {
        const found = await firstFault((links) => {
          const link = links[at] as Record<string, unknown>;
          if (JSON.stringify(link[name]) !== JSON.stringify(text)) link[name] = text;
          else link[name] = `${text}!`;
        });
        expect(found).toBe(at + 1);
      }),
      { numRuns: 200 },
    );
  });

  test('any entry removed before the end', async () => {
    for (let at = 0; at < length - 1; at += 1)
      expect(await firstFault((links) => links.splice(at, 1))).toBe(at + 1);
  });

  test('an entry removed and the later ones moved up', async () => {
    for (let at = 0; at < length - 1; at += 1)
      expect(
        await firstFault((links) => {
          links.splice(at, 1);
          for (const link of links.slice(at)) link.sequence -= 1;
        }),
      ).toBe(at + 1);
  });

  test('an entry put in, whatever its place says', async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom(0, 0.5, 1), async (at, shift) => {
        const found = await firstFault((links) => {
          const copy = structuredClone(links[at] as AuditLink);
          links.splice(at + 1, 0, { ...copy, sequence: copy.sequence + shift });
        });
        expect(found).toBeLessThanOrEqual(at + 2 + Math.ceil(shift));
      }),
    );
  });

  test('two entries that changed places', async () => {
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        fc.pre(a < b);
        const found = await firstFault((links) => {
          const [first, second] = [links[a] as AuditLink, links[b] as AuditLink];
          [first.sequence, second.sequence] = [second.sequence, first.sequence];
        });
        expect(found).toBe(a + 1);
      }),
    );
  });

  test('a whole chain written with another key', async () => {
    const { store } = memoryStore();
    await auditLog(store, { chain, key: randomBytes(32).toString('base64url'), clock }).record(entry(1));
    expect(await verifyChain(store, { chain, key })).toEqual({
      ok: false,
      at: 1,
      why: 'the entry was changed, or was not made with our key',
    });
  });

  test('entries cut off the end, against what an earlier verification saw', async () => {
    const { links, store } = await chainOf(length);
    const before = await verifyChain(store, { chain, key });
    if (!before.ok) throw new Error(before.why);
    links.splice(-3);
    expect(await verifyChain(store, { chain, key })).toMatchObject({ ok: true, count: 9 });
    expect(await verifyChain(store, { chain, key, anchor: before.head })).toEqual({
      ok: false,
      at: 10,
      why: 'the entries up to 12 are missing at the end',
    });
  });

  test('a chain begun anew with our own key, against what an earlier verification saw', async () => {
    const before = await chainOf(5);
    const verdict = await verifyChain(before.store, { chain, key });
    if (!verdict.ok) throw new Error(verdict.why);
    const { store } = memoryStore();
    const log = auditLog(store, { chain, key, clock });
    for (let n = 0; n < 8; n += 1) await log.record(entry(n + 100));
    expect(await verifyChain(store, { chain, key, anchor: verdict.head })).toMatchObject({
      ok: false,
      at: 5,
    });
  });
});
