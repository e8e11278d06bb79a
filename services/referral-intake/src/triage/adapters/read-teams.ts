import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Teams } from '../domain/team-fit.ts';

const file = join(import.meta.dirname, '../../../data/teams.json');

/** Which reasons and ages each team sees, as it is set. Throws where the file is not as it should be. */
export function readTeams(): Teams {
  return Teams.parse(JSON.parse(readFileSync(file, 'utf8')));
}
