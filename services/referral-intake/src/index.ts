export { actions, referralIntake, views } from './app.ts';
export { configSchema, type Config } from './config.ts';
