import { deadLetterContract } from './dead-letter-contract.ts';
import type { OpenTestBroker } from './test-broker.ts';
import { deliveryContract } from './delivery-contract.ts';

/** What every adapter of Messaging must keep to. Each test gets a broker of its own. */
export function messagingContract(name: string, openTestBroker: OpenTestBroker): void {
  deliveryContract(name, openTestBroker);
  deadLetterContract(name, openTestBroker);
}
