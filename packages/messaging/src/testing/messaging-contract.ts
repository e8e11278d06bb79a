import { asideContract } from './aside-contract.ts';
import type { MakeBench } from './bench.ts';
import { deliveryContract } from './delivery-contract.ts';

/** What every adapter of Messaging must keep to. Each test gets a bench of its own. */
export function messagingContract(name: string, makeBench: MakeBench): void {
  deliveryContract(name, makeBench);
  asideContract(name, makeBench);
}
