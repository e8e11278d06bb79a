import { pathwayIdOf } from '@waymark/events';
import { serviceClient } from '@waymark/http';
import { serviceBase, type Dependencies, type Service } from '@waymark/service-base';
import type { Config } from './config.ts';
import * as home from './home/index.ts';
import * as lifecycle from './lifecycle/index.ts';
import * as pathway from './pathway/index.ts';
import * as priority from './priority/index.ts';
import * as waitingList from './waiting-list/index.ts';

export const actions = [...pathway.actions, ...priority.actions, ...waitingList.actions];
export const views = [...waitingList.views, ...pathway.views, ...priority.views, ...home.views];

/** How long, under which clock, who is next: pathways, their clocks, the place in the order. */
export async function pathwayTracker(config: Config, dependencies: Dependencies): Promise<Service> {
  const base = await serviceBase('pathway-tracker', config, dependencies);
  const pathways = base.store(pathway.pathwaySettings);
  const waits = waitingList.listedWaits();
  const feeder = waitingList.indexFeeder(pathways, waits, dependencies);
  const arrivals = base.arrivals({
    group: 'pathway-tracker',
    missing: async (ids) => ids.filter((id) => waits.versionOf(pathwayIdOf(id)) === undefined),
  });
  const parts = {
    pathways,
    savedViews: base.store(waitingList.savedViewsSettings),
    waits,
    feeder,
    arrivals,
    people: pathway.peopleAtIntake(serviceClient('referral-intake', config.INTAKE_URL, dependencies)),
    clock: dependencies.clock,
  };
  lifecycle.clockMeasures(base.registry, parts);
  waitingList.waitMeasures(base.registry, parts);

  return base.assemble({
    actions,
    views,
    parts,
    templates: import.meta.dirname,
    before: [feeder.begin],
    sweeps: [feeder.sweep, arrivals.sweep, lifecycle.dateSweep(parts, dependencies.log)],
    checks: { 'waiting list': feeder.check },
    consumes: { 'pathway-tracker': lifecycle.consumes, 'pathway-tracker.imports': arrivals.consumes },
  });
}
