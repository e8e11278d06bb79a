import { systemCommands } from '@waymark/decisions';

/** A command of this service itself, asked by nobody. */
export const systemCommand = systemCommands('referral-intake');
