export { keptLines, secret, serviceUnderTest, textOf } from './service-under-test.ts';
export type { Answer, ServiceUnderTest } from './service-under-test.ts';
