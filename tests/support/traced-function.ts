/**
 * A function in the way Lambda runs it, in a process of its own: invoked once for each trace header in the arguments. What X-Ray's
 * SDK has to say goes to `AWS_XRAY_DAEMON_ADDRESS`. Prints whether the SDK was loaded after each invocation.
 */
import withMiddleware from '@middy/core';
import type { Context } from 'aws-lambda';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { sampledTracing } from '../../shared/platform/sampled-tracing.ts';

const { cache } = createRequire(import.meta.url);
const handler = withMiddleware<unknown, string>()
  .use(sampledTracing('echo', process.env))
  .handler(async (event) => {
    await setTimeout(1);
    if (event === 'broken') throw new Error('broken');
    return 'done';
  });

for (const argument of process.argv.slice(2)) {
  const [event = '', header = ''] = argument.split(' ');
  if (header !== '') process.env['_X_AMZN_TRACE_ID'] = header;
  const outcome = await handler(event, {} as Context).catch((error: unknown) => `failed: ${String(error)}`);
  process.stdout.write(`${outcome}, ${Object.keys(cache).some((file) => file.includes('aws-xray-sdk-core')) ? 'loaded' : 'not loaded'}\n`);
}
await setTimeout(200);
