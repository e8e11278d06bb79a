import { support, type Support } from '../testing/support.ts';

let here: Support;
beforeAll(async () => {
  here = await support();
});
afterAll(() => here.close());

test('the directory is found by need and age, and an unknown need is refused by name', async () => {
  const { body } = await here.api('/directory?need=sleep&age=8');
  const { listings } = body as { listings: { needs: string[] }[] };
  expect(listings.length).toBeGreaterThan(0);
  expect(listings.every(({ needs }) => needs.includes('sleep'))).toBe(true);
  const refused = await here.api('/directory?need=happiness');
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).toContain('need');
});
