export { actions, pathwayTracker, views } from './app.ts';
export { configSchema, type Config } from './config.ts';
