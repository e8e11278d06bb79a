import { leases } from '@waymark/aggregate-store';
import { serviceBase, type Dependencies, type Service } from '@waymark/service-base';
import { serviceClient } from '@waymark/http';
import type { Config } from './config.ts';
import * as lifecycle from './lifecycle/index.ts';
import * as pathway from './pathway/index.ts';
import * as priority from './priority/index.ts';
import * as waitingList from './waiting-list/index.ts';

export const actions = [...pathway.actions, ...priority.actions, ...waitingList.actions];
export const views = [...waitingList.views, ...pathway.views, ...priority.views];

/** How long, under which clock, who is next: pathways, their clocks, the place in the order. */
export async function pathwayTracker(config: Config, outside: Dependencies): Promise<Service> {
  const base = await serviceBase('pathway-tracker', config, outside);
  const pathways = base.store(pathway.pathwaySettings);
  const waits = waitingList.listedWaits();
  const feeder = waitingList.indexFeeder(pathways, waits, outside);
  const parts = {
    pathways,
    savedViews: base.store(waitingList.savedViewsSettings),
    waits,
    feeder,
    people: pathway.peopleAtIntake(serviceClient('referral-intake', config.INTAKE_URL, outside)),
    clockMeasures: lifecycle.clockMeasures(base.registry),
    clock: outside.clock,
    leases: leases(base.db, { clock: outside.clock }),
  };
  waitingList.waitMeasures(base.registry, parts);

  return base.assemble({
    actions,
    views,
    parts,
    templates: import.meta.dirname,
    sweeps: [feeder, lifecycle.dateSweep(parts, outside.log)],
    checks: { 'waiting list': feeder.check },
    consumes: { 'pathway-tracker': lifecycle.consumes },
  });
}
