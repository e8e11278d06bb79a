import type { RunningInstance } from '../start/running-instance.ts';

/** Whose audit log is judged: the database, and the key with which its entries were made if it is not kept here. */
export type AuditedInstance = { mongoUrl: string; key: string | undefined };

type Known = {
  /** MONGO_URL and AUDIT_KEY, where they are set. */
  mongoUrl: string | undefined;
  key: string | undefined;
  /** The port that was written, where one was. */
  port: number | undefined;
  dataDir: string;
  /** The instance that runs with the data of the folder. */
  running: RunningInstance | undefined;
};

/**
 * The instance whose audit log is to be judged, or why it is refused: an audit log judged with the key of another
 * instance would be called unsound.
 */
export function auditedInstance({
  mongoUrl,
  key,
  port,
  dataDir,
  running,
}: Known): AuditedInstance | { fault: string } {
  if (mongoUrl !== undefined && key !== undefined && port === undefined) return { mongoUrl, key };
  const other = 'Name the data of that instance with WAYMARK_DATA, or set both MONGO_URL and AUDIT_KEY.';
  if (running === undefined)
    return {
      fault: `No instance runs with the data in ${dataDir}, and the key there is not that of another. ${other}`,
    };
  if (port !== undefined && port !== running.port)
    return {
      fault: `The instance at port ${port} was not started with the data in ${dataDir}: the one that was is at port ${running.port}. ${other}`,
    };
  if (mongoUrl !== undefined && mongoUrl !== running.mongoUrl)
    return { fault: `MONGO_URL is not the database of the instance with the data in ${dataDir}. ${other}` };
  return { mongoUrl: running.mongoUrl, key };
}
