import type { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { boundedBody } from '../bounded-body.ts';

type Response = { body?: unknown };

/**
 * Reads the response of a command itself, at most `most` bytes and until `signal`: the SDK's own time-out ends when the headers have come, and a body it
 * reads whole, however long it is and takes.
 */
export const boundResponse = (command: ConverseCommand, { most, signal }: { readonly most: number; readonly signal: AbortSignal }): void => {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as Response;
      if (isStream(response.body)) response.body = await whole(response.body, most, signal);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'pawlBoundResponse' },
  );
};

type ByteStream = AsyncIterable<Uint8Array> & { destroy(error?: Error): void };

const isStream = (body: unknown): body is ByteStream => typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;

const whole = async (body: ByteStream, most: number, signal: AbortSignal): Promise<Uint8Array> => {
  const stop = (): void => body.destroy(new Error('no time left'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await boundedBody(body, most);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
