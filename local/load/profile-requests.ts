import type { PlannedRequest } from './planned-request.ts';
import type { LoadProfile, Route } from './profile.ts';
import { zipf } from './zipf.ts';

type Random = () => number;

function keysOf(parameter: Route['parameters'][string], random: Random): () => string {
  if ('list' in parameter) {
    const { list, s } = parameter;
    const rank = zipf({ n: list.length, s }, random);
    return () => list[rank()] ?? '';
  }
  const rank = zipf(parameter.zipf, random);
  return () => `${parameter.prefix}${rank()}`;
}

/** Prepares a route: answers a request with freshly drawn keys on every call. */
function requestsOf(route: Route, random: Random): () => PlannedRequest {
  const draws = Object.entries(route.parameters).map(([name, parameter]) => ({ name, draw: keysOf(parameter, random) }));
  const template = route.body === undefined ? undefined : JSON.stringify(route.body);
  const defaults = template === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { ...defaults, ...route.headers };

  return () => {
    let { path } = route;
    let body = template;
    for (const { name, draw } of draws) {
      const value = draw();
      path = path.replaceAll(`{${name}}`, () => encodeURIComponent(value));
      body = body?.replaceAll(`{${name}}`, () => JSON.stringify(value).slice(1, -1));
    }
    return { method: route.method, path, headers, ...(body !== undefined && { body }) };
  };
}

/** Answers one request after the other in the profile's mix. `random` answers uniform numbers in [0, 1). */
export function profileRequests({ routes }: LoadProfile, random: Random): () => PlannedRequest {
  const prepared = routes.map((route) => ({ weight: route.weight, next: requestsOf(route, random) }));
  const total = prepared.reduce((sum, { weight }) => sum + weight, 0);
  const [first, ...others] = prepared;
  if (!first) throw new Error('A load profile needs at least one route.');

  return () => {
    let left = random() * total - first.weight;
    if (left < 0) return first.next();
    for (const { weight, next } of others) {
      left -= weight;
      if (left < 0) return next();
    }
    return first.next();
  };
}
