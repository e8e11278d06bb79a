import { faultFromEnv, toldToFinish } from '../fault-from-env.ts';

// Counts aloud to five, passing a point at each number; then waits for the end.
const fault = faultFromEnv(process.env);
const finish = toldToFinish();
for (let number = 1; number <= 5; number += 1) {
  await new Promise((resolve) => process.send?.(number, resolve));
  await fault('counted');
}
await finish;
process.exit(process.env['COUNTING_FAILS'] === 'yes' ? 3 : 0);
