/**
 * Thrown where the cause may pass by itself: the database or the network is away.
 * The partition then waits and the event is tried again; nothing is parked.
 */
export class TransientFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransientFailure';
  }
}
