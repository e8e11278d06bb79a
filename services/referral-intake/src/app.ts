import { type Service, serviceBase, type Dependencies } from '@waymark/service-base';
import { notifySettings, type Config } from './config.ts';
import * as duplicates from './duplicates/index.ts';
import * as family from './family/index.ts';
import * as home from './home/index.ts';
import * as files from './import/index.ts';
import * as needsPlan from './needs-plan/index.ts';
import * as person from './person/index.ts';
import * as referral from './referral/index.ts';
import { blindIndex } from './shared/identity/blind-index.ts';
import { fieldCipher } from './shared/identity/field-cipher.ts';
import { configuredKeys } from './shared/identity/key-provider.ts';
import { readOrganisations } from './shared/open-data/read-organisations.ts';
import * as triage from './triage/index.ts';

export const actions = [
  ...referral.actions,
  ...needsPlan.actions,
  ...triage.actions,
  ...family.actions,
  ...duplicates.actions,
  ...person.actions,
  ...files.actions,
];

export const views = [
  ...referral.views,
  ...needsPlan.views,
  ...triage.views,
  ...family.views,
  ...duplicates.views,
  ...person.views,
  ...files.views,
  ...home.views,
];

/** Who is waiting, for what: the people, their referrals, and the import. The one service that knows who a child is. */
export async function referralIntake(config: Config, dependencies: Dependencies): Promise<Service> {
  const base = await serviceBase('referral-intake', config, dependencies);
  const identity = {
    cipher: fieldCipher(configuredKeys(config.IDENTITY_KEY, config.IDENTITY_KEY_BEFORE)),
    index: blindIndex(config.INDEX_KEY),
  };
  const people = { ...identity, ...person.parts(base, identity, dependencies) };
  const held = {
    ...people,
    ...referral.parts(base, people),
    ...referral.otherServices(config, dependencies),
    ...needsPlan.parts(base, identity),
    ...triage.parts(),
    ...duplicates.parts(base, people),
    ...family.parts(base, identity, { ...config, notify: notifySettings(config) }, dependencies),
    ...files.parts(base, identity),
    organisations: readOrganisations(),
    decideWithin: config.TRIAGE_WORKING_DAYS,
  };
  const parts = { ...held, importing: files.importing(held, dependencies) };
  const measured = { ...held, clock: dependencies.clock };
  referral.measures(base.registry, measured);
  duplicates.measures(base.registry, measured);
  files.measures(base.registry, measured);

  return base.assemble({
    actions,
    views,
    parts,
    templates: import.meta.dirname,
    consumes: { 'referral-intake': referral.consumes },
    before: [() => people.mergedPeople.load()],
    sweeps: [
      parts.importing.sweep,
      ...referral.sweeps(parts, dependencies),
      ...family.sweeps(parts, dependencies),
      ...duplicates.sweeps(parts, dependencies),
      ...person.sweeps(parts, dependencies),
    ],
  });
}
