import { parkingLotContract } from './parking-lot-contract.ts';
import { memoryParkingLot } from './memory-parking-lot.ts';

parkingLotContract('memory', async () => memoryParkingLot());
