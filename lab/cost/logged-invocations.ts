import { randomUUID } from 'node:crypto';
import type { LogLine } from '../../shared/domain/signal.ts';

const SHAPES = ['GET catalogue/products/{}', 'POST catalogue/products/batch', 'GET payments/{}', 'GET customers/{}', 'GET rates/{}', 'GET shipping/{}'] as const;
const CALLS = 3;

/** The four lines that an invocation of a service with the probe leaves: START, its record with three calls to other services, END, REPORT. */
export const invocationAsLogged = (number: number, at: number, environment: number): { readonly stream: string; readonly lines: readonly Pick<LogLine, 'at' | 'message'>[] } => {
  const requestId = randomUUID();
  const durationMs = 60 + ((number * 37) % 80);
  const stack = (index: number): string[] => [`index.mjs:${20 + index}:11 getProduct`, `index.mjs:${120 + index}:5 loadLines`, 'index.mjs:400:3 pawlProbedHandler'];
  const calls = Array.from({ length: CALLS }, (_, index) => ({
    shape: SHAPES[(number + index) % SHAPES.length], method: 'GET', stack: stack((number + index) % SHAPES.length), count: 1 + (number % 4), totalMs: 12.5, maxMs: 9.25, distinctKeys: 1 + (number % 4), repeats: 0, seenBefore: 0, failed: 0, timedOut: 0,
  }));
  const record = {
    pawl: 'invocation', at, requestId, version: '1', environment: `e${environment}`, qualifier: 'live', cold: false, route: 'GET /orders/{}', outcome: 'ok', status: 200, durationMs, inputBytes: 900, caller: `c${number % 800}`,
    calls, spans: calls.map((_, index) => [index, index * 15, 12.5]),
  };
  const lines = [
    `START RequestId: ${requestId} Version: 1`,
    JSON.stringify(record),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${durationMs} ms\tMemory Size: 256 MB\tMax Memory Used: 96 MB`,
  ];
  return { stream: `2026/11/21/[1]${String(environment).padStart(32, '0')}`, lines: lines.map((message) => ({ at, message })) };
};
