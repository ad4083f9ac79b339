import type { Context } from 'aws-lambda';
import type { Writable } from 'node:stream';

/** What Lambda's runtime for Node brings along, as a global, for answers that are written bit by bit. */
export type LambdaStreams = {
  streamifyResponse(handler: (event: unknown, stream: Writable, context: Context) => Promise<void>): (event: unknown, context: Context) => Promise<unknown>;
  readonly HttpResponseStream: { from(stream: Writable, metadata: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>>; readonly cookies: readonly string[] }): Writable };
};

/** Of the runtime that this process is; absent everywhere but on Lambda, where other packages leave an empty object under the same name. */
export const lambdaStreams = (): LambdaStreams | undefined => {
  const found: unknown = Reflect.get(globalThis, 'awslambda');
  return typeof found === 'object' && found !== null && 'streamifyResponse' in found ? (found as LambdaStreams) : undefined;
};
