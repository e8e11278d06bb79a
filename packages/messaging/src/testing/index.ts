export { consumerSpy } from './consumer-spy.ts';
export type { ConsumerSpy } from './consumer-spy.ts';
export { memoryParkingLot } from './memory-parking-lot.ts';
export { parkingLotContract } from './parking-lot-contract.ts';
