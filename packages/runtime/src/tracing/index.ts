export { currentTraceparent } from './traceparent.ts';
export { stopTracing } from './stop.ts';
