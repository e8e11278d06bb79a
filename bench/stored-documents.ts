import type { Database } from '@waymark/aggregate-store';

export type KeptIndex = { keys: Record<string, 1 | -1>; unique: boolean; sparse: boolean };

type State = Record<string, unknown>;

/** What the service has stored of one referral, and the indexes under which it lies. */
export type Stored = {
  referral: State & { state: State & { referral: State } };
  person: State & { state: State };
  indexes: KeptIndex[];
};

/** The indexes of a collection, without the one that every collection has. */
export async function indexesOf(db: Database, name: string): Promise<KeptIndex[]> {
  const found = await db.collection(name).indexes();
  return found
    .filter(({ name: index }) => index !== '_id_')
    .map(({ key, unique = false, sparse = false }) => ({
      keys: key as Record<string, 1 | -1>,
      unique,
      sparse,
    }));
}

/** One referral with its child. The indexes are those of both, as they would lie if the child stood in the referral. */
export async function oneStored(db: Database): Promise<Stored> {
  const [referral, person] = await Promise.all(
    ['referrals', 'people'].map((name) => db.collection(name).findOne({})),
  );
  const inside = (await indexesOf(db, 'people')).map(({ keys, ...index }) => ({
    ...index,
    keys: Object.fromEntries(
      Object.entries(keys).map(([path, order]) => [path === '_id' ? path : `person.${path}`, order]),
    ),
  }));
  const indexes = [...(await indexesOf(db, 'referrals')), ...inside];
  return { referral, person, indexes } as unknown as Stored;
}
