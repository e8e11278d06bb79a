export type {
  Batch,
  Consumer,
  ConsumerStats,
  FaultPoints,
  Health,
  Messaging,
  Publisher,
} from './port/messaging.ts';
export { parkedKey } from './port/parking-lot.ts';
export type { Parked, ParkedKey, ParkedReason, ParkingLot } from './port/parking-lot.ts';
export { on, onResyncRequested } from './port/subscription.ts';
export type { Handled, ResyncRequest, Subscription } from './port/subscription.ts';
export { kafkaMessaging } from './kafka/messaging.ts';
export type { KafkaDependencies, KafkaSettings } from './kafka/messaging.ts';
export type { ConsumerSettings } from './consuming/consumer-settings.ts';
