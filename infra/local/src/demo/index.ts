export { byHand, type ByHand } from './by-hand.ts';
export { importColumns } from './columns.ts';
export { demoLines } from './generate.ts';
