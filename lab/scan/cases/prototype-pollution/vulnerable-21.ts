// case: configuration builder that folds request overrides into the defaults through a generic mixin
import type { ALBEvent, ALBResult } from 'aws-lambda';

type Bag = { [name: string]: any };

const mixin = (target: Bag, ...sources: Bag[]): Bag => {
  for (const source of sources) {
    for (const name of Object.getOwnPropertyNames(source)) {
      const value = source[name];
      target[name] = value && value.constructor === Object ? mixin(target[name] ?? {}, value) : value;
    }
  }
  return target;
};

class JobOptions {
  readonly values: Bag;

  constructor(overrides: Bag) {
    this.values = mixin({}, { retries: { count: 3, delayMs: 200 }, tags: {} }, overrides);
  }
}

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const options = new JobOptions(JSON.parse(event.body ?? '{}') as Bag);
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ retries: Number(options.values['retries'].count) }),
  };
}
