export { consumerSpy } from './consumer-spy.ts';
export type { ConsumerSpy } from './consumer-spy.ts';
export { messagingContract } from './messaging-contract.ts';
export type { Bench } from './bench.ts';
export { parkingLotContract } from './parking-lot-contract.ts';
