import type { Database } from '@waymark/aggregate-store';

/** Until when every change of a record has been looked at for duplicates. Kept through restarts. */
export type ScanCursor = {
  /** An instant in UTC; undefined where nobody was looked at yet. */
  until(): Promise<string | undefined>;
  /** All that changed until then has been looked at; an earlier instant changes nothing. */
  note(until: string): Promise<void>;
};

const id = 'duplicates';

export function scanCursor(db: Database): ScanCursor {
  const notes = db.connection.collection<{ _id: string; until: string }>('looked-at');
  return {
    until: async () => (await notes.findOne({ _id: id }))?.until,
    note: async (until) => {
      await notes.updateOne({ _id: id }, { $max: { until } }, { upsert: true });
    },
  };
}
