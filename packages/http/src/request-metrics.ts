import { Histogram, type Registry } from 'prom-client';

/** Records one request that is over: by method, template of the route and status, never by path. */
export type RequestMeasure = (about: {
  method: string;
  route: string;
  status: number;
  seconds: number;
}) => void;

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/** The duration of requests, as `http_request_duration_seconds`. */
export function requestMeasure(registry: Registry): RequestMeasure {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return ({ method, route, status, seconds }) =>
    durations.observe({ method: methods.has(method) ? method : 'other', route, status }, seconds);
}
