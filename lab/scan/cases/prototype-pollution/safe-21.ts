// case: job options whose overrides pass through a typed pick instead of a mixin
import type { ALBEvent, ALBResult } from 'aws-lambda';

const KEYS = ['count', 'delayMs', 'jitterMs'] as const;
type Key = (typeof KEYS)[number];
type Retries = Record<Key, number>;

function mixin(target: Retries, source: Partial<Record<Key, unknown>>): Retries {
  const result = { ...target };
  for (const key of KEYS) {
    const value = Number(source[key]);
    if (Number.isFinite(value)) result[key] = value;
  }
  return result;
}

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const overrides = JSON.parse(event.body ?? '{}') as Partial<Record<Key, unknown>>;
  const retries = mixin({ count: 3, delayMs: 200, jitterMs: 50 }, overrides);
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ retries }),
  };
}
