import express from 'express';
import request from 'supertest';
import { logger } from '@waymark/service-base';
import { problemOf } from './reply.ts';
import { beginRequest, matchRoute } from './middleware.ts';
import { inTime } from './handle-view.ts';
import { requestContextOf } from './request-context.ts';

it('an answer that takes too long is given up, and what it waited for is aborted', async () => {
  const log = logger({ level: 'silent', service: 'trial' });
  const app = express();
  const aborted: boolean[] = [];
  app.use(
    beginRequest({
      basePath: '/trial',
      log,
      measure: () => undefined,
      patience: () => new AbortController().signal,
    }),
  );
  app.get('/slow', matchRoute('/slow', 'json', 20), async (_req, res) => {
    const { signal } = requestContextOf(res);
    signal.addEventListener('abort', () => aborted.push(true));
    const problem = await inTime(signal, new Promise<never>(() => undefined)).catch(problemOf);
    res.status(problem.status).set(problem.headers).json({ code: problem.code });
  });
  const answer = await request(app).get('/slow');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.body).toEqual({ code: 'unavailable' });
  expect(aborted).toEqual([true]);
});
