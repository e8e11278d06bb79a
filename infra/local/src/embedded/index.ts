export { type EmbeddedServer, type Exit } from './child.ts';
export { prepareJars, type Jars } from './jars.ts';
export { startKafka, type EmbeddedKafka } from './kafka.ts';
export { startMongo, type EmbeddedMongo } from './mongo.ts';
export { freePort } from './free-port.ts';
