import { join, resolve } from 'node:path';

/** Where a start keeps its data, logs and secrets: in the repository, or in the folder that WAYMARK_DATA names. */
export function dataDirOf(root: string, env: NodeJS.ProcessEnv): string {
  const given = env['WAYMARK_DATA'];
  return given ? resolve(given) : join(root, '.waymark', 'data');
}
