export * from './builders/index.ts';
export * from './clock/index.ts';
export * from './identity/index.ts';
export * from './stack/index.ts';
export * from './browser/index.ts';
export * from './stub-service/index.ts';
export * from './messages/index.ts';
export * from './service/index.ts';
export { until } from './until/index.ts';
