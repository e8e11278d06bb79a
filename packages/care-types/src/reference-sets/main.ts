import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRelease } from './read-release.ts';

const usage = `Takes the members of the MHSDS reference sets from a release of SNOMED CT into members.json.

  node packages/care-types/src/reference-sets/main.ts NAME REFERENCE_SETS DESCRIPTIONS

  NAME            the release for people, like "SNOMED CT UK Clinical Edition 41.2.0, 19 November 2025"
  REFERENCE_SETS  its simple reference set file (der2_Refset_Simple…, Full or Snapshot)
  DESCRIPTIONS    its description file (sct2_Description…)
`;

const [release, referenceSetFile, descriptionFile] = process.argv.slice(2);
if (release === undefined || referenceSetFile === undefined || descriptionFile === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  try {
    const referenceSets = await readFile(referenceSetFile, 'utf8');
    const descriptions = await readFile(descriptionFile, 'utf8');
    const taken = readRelease({ release, referenceSets, descriptions });
    await writeFile(join(import.meta.dirname, 'members.json'), `${JSON.stringify(taken, null, 2)}\n`);
    process.stdout.write(`${taken.members.length} members taken in from ${release}\n`);
  } catch (error) {
    process.stderr.write(`Nothing was taken in. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
