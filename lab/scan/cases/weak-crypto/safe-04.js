// case: retry loop spreads its attempts with random jitter
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Retrier {
  constructor(attempts, baseMs) {
    this.attempts = attempts;
    this.baseMs = baseMs;
  }

  async run(task) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await task();
      } catch (error) {
        if (attempt === this.attempts) throw error;
        await sleep(Math.random() * this.baseMs * 2 ** attempt);
      }
    }
  }
}

exports.handler = async (event, context) => {
  const retrier = new Retrier(4, 50);
  return retrier.run(async () => ({ requestId: context.awsRequestId, records: event.Records.length }));
};
