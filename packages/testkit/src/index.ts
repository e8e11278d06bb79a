export * from './identity/index.ts';
export * from './stack/index.ts';
export * from './browser/index.ts';
