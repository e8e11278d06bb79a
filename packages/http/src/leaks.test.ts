import request from 'supertest';
import { trialApp, type TrialApp } from './testing/trial-app.ts';

let trial: TrialApp;
beforeAll(async () => {
  trial = await trialApp();
});
afterAll(() => trial.people.close());

const nhsNumber = '9990000018';
const name = 'Leakhunt';

it('what a person sends stays out of the log and the metrics, wherever it is sent', async () => {
  const bearer = await trial.people.bearer('clinician');
  const marked = `${name} ${nhsNumber}`;
  const ask = (path: string) => request(trial.app).get(path).set(bearer);
  trial.lines.length = 0;
  await ask(`/referrals/api/notes?kind=${nhsNumber}&${name}=1`);
  await ask(`/referrals/notes/${nhsNumber}?${name}=${nhsNumber}`);
  await ask(`/${name}/${nhsNumber}`);
  await ask('/referrals/').set({
    Cookie: `waymark=${marked}`,
    'X-Person': marked,
    Referer: `http://localhost/${name}`,
    'User-Agent': marked,
  });
  const post = (path: string, body: object | string, type: string) =>
    request(trial.app)
      .post(path)
      .set(bearer)
      .set({ 'Idempotency-Key': nhsNumber, 'If-Match': nhsNumber })
      .type(type)
      .send(body);
  await post('/referrals/api/notes', { title: marked, on: marked, [name]: nhsNumber }, 'json');
  await post('/referrals/api/notes', `{"title": ${marked}`, 'json');
  await post('/referrals/notes', `title=${marked}&on=${nhsNumber}&${name}=1`, 'form');
  await post(`/referrals/notes/${nhsNumber}/close`, `_version=${nhsNumber}`, 'form');
  trial.parts.fail = () => {
    throw new Error(`no ${marked}`, { cause: new SyntaxError(`Unexpected ${marked}`) });
  };
  await ask('/referrals/');
  expect(trial.lines.length).toBeGreaterThan(8);
  const everything = trial.lines.join('') + (await trial.registry.metrics());
  expect(everything).not.toContain(name);
  expect(everything).not.toContain(nhsNumber);
});
