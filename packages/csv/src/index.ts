export { csvLine, csvLines, csvStart, unguarded } from './csv.ts';
