import { parkingLotContract } from '../testing/index.ts';
import { memoryParkingLot } from './memory-lot.ts';

parkingLotContract('memory', async () => memoryParkingLot());
