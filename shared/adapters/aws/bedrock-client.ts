import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CLIENT_OPTIONS } from './client-options.ts';

/** Longer than a model takes for a long answer; a request's own limit is its `timeoutMs`. */
const REQUEST_TIMEOUT_MS = 300_000;

/**
 * A client for `bedrockModel`, patient with slow answers, over HTTP/1.1: this service's client speaks HTTP/2 otherwise, which neither the
 * emulator nor an endpoint behind a plain proxy does. The handler for it comes from another service's client, which makes one from options.
 * It tries once: who asks a model decides about asking again, and counts each attempt.
 */
export const bedrockClient = (options: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient => {
  const { requestHandler } = new DynamoDBClient({ requestHandler: { ...CLIENT_OPTIONS.requestHandler, requestTimeout: REQUEST_TIMEOUT_MS } }).config;
  return new BedrockRuntimeClient({ ...CLIENT_OPTIONS, maxAttempts: 1, ...options, requestHandler });
};
