import type { LogLine } from '../../shared/domain/signal.ts';

/** Distinct places that the simulated service calls others from, and errors that it logs now and then. */
const SHAPES = Array.from({ length: 12 }, (_, index) => ({ shape: `GET service-${index % 5}/things-${index}/{}`, stack: [`index.mjs:${20 + index}:11 get${index}`, `index.mjs:${120 + index}:5 load${index}`, 'index.mjs:400:3 pawlProbedHandler'] }));
const ROUTES = ['GET /orders/{}', 'POST /orders', 'GET /customers/{}', 'GET /prices', 'PUT /baskets/{}'] as const;
const ERRORS = Array.from({ length: 9 }, (_, index) => ({ name: `Failure${index}`, message: `thing ${index} of order <n> could not be read from shelf ${index}` }));
const ONE_IN = { error: 120, timeout: 1900, cold: 400, canary: 40 } as const;

/** Noise between 0 and 1, the same for the same number and seed. */
const noise = (number: number, seed: number): number => {
  const value = Math.sin(number * 12.9898 + seed * 37.719) * 43_758.5453;
  return value - Math.floor(value);
};

const requestIdOf = (number: number, seed: number): string => `${String(seed).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** `seed`: which of many like it. `isFaulty`: it waits for one call after the other, where a healthy one lets them overlap, and times out now and then. */
export type PractisedService = { readonly seed: number; readonly isFaulty: boolean };

/**
 * What the invocation `number` of a busy service with the probe leaves in its log: five routes, twelve kinds of calls, nine kinds of errors,
 * cold starts, caches, and a day's course in its durations. The same for the same number and seed.
 */
export const practisedInvocation = (number: number, at: number, { seed, isFaulty }: PractisedService): LogLine[] => {
  const requestId = requestIdOf(number, seed);
  const environment = `e${number % 6}`;
  const timedOut = isFaulty && number % ONE_IN.timeout === 7;
  const failed = !timedOut && number % ONE_IN.error === 3;
  const daily = 1 + 0.2 * Math.sin(((at % 86_400_000) / 86_400_000) * 2 * Math.PI);
  const durationMs = timedOut ? 10_000 : Math.round((40 + noise(number, seed) * 60) * daily * 100) / 100;
  const error = ERRORS[Math.floor(noise(number, seed + 1) * ERRORS.length)];
  // A route always makes the same calls.
  const used = [0, 3, 5].map((place) => ((number % ROUTES.length) * 2 + place) % SHAPES.length);
  const calls = used.map((index, place) => ({
    shape: SHAPES[index]?.shape, method: 'GET', stack: SHAPES[index]?.stack, count: 1, totalMs: Math.round(durationMs * 25) / 100, maxMs: Math.round(durationMs * 25) / 100,
    distinctKeys: 1, repeats: 0, seenBefore: place === 0 && number % 4 === 0 ? 1 : 0, failed: 0, timedOut: 0,
  }));
  const record = {
    pawl: 'invocation', at, requestId, version: '1', environment, qualifier: 'live', cold: number % ONE_IN.cold === 0, route: ROUTES[number % ROUTES.length], outcome: failed ? 'error' : 'ok', status: failed ? 500 : 200,
    durationMs, inputBytes: 200 + (number % 50) * 40, caller: `c${Math.floor(noise(number, seed + 2) * 900)}`, cache: { prices: { hits: 3, misses: 1 } }, calls, spans: calls.map((_, index) => [index, isFaulty ? index * durationMs * 0.3 : index, durationMs * 0.25]),
    ...(failed && error !== undefined ? { error: { name: error.name, message: error.message.replace('<n>', String(number)), stack: [`index.mjs:${200 + error.name.length}:7 handle${error.name}`, 'index.mjs:400:3 pawlProbedHandler'] } } : {}),
  };
  const messages = [
    `START RequestId: ${requestId} Version: 1`,
    timedOut ? `${new Date(at).toISOString()} ${requestId} Task timed out after 10.00 seconds` : JSON.stringify(record),
    ...(number % 10 === 0 ? [`${new Date(at).toISOString()}\t${requestId}\tWARN\tstock of article ${number} is down to ${number % 7} in warehouse ${number % 4}`] : []),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: 256 MB\tMax Memory Used: ${90 + (number % 20)} MB${timedOut ? '\tStatus: timeout' : ''}`,
  ];
  return messages.map((message, place) => ({ id: `${seed}-${number}-${place}`, at, stream: `2026/11/21/[1]${environment.padStart(32, '0')}`, message }));
};
