export { demoNotifyKey, demoTemplates, listeningMessages } from './listening.ts';
export type { KeptMessage } from './stand-in.ts';
