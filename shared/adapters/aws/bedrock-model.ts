import { ConverseCommand, type BedrockRuntimeClient, type ConverseCommandOutput, type StopReason } from '@aws-sdk/client-bedrock-runtime';
import type { Model, ModelAnswer, ModelRequest } from '../../ports/model.ts';
import { AwsError, asAwsError } from './aws-error.ts';

const STOPS: Partial<Record<StopReason, ModelAnswer['stop']>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'refused',
  content_filtered: 'refused',
};

export type BedrockModelOptions = {
  /** Made by `bedrockClient`: the other services' time-outs are too short for a model. */
  readonly client: BedrockRuntimeClient;
  /** A model or, where the model asks for one, an inference profile. */
  readonly modelId: string;
};

/**
 * A model over Bedrock's Converse. Throttling is waited out by the SDK. Throws `AwsError`: `PAWL-AWS-MODEL-ACCESS` when the account has no access to the
 * model, `PAWL-AWS-DENIED` when the role may not call it, `PAWL-AWS-UNREACHABLE` when the time is up.
 */
export const bedrockModel = ({ client, modelId }: BedrockModelOptions): Model => ({
  id: modelId,
  async converse({ system, messages, maxTokens, temperature, timeoutMs }: ModelRequest) {
    const command = new ConverseCommand({
      modelId,
      ...(system === undefined || system === '' ? {} : { system: [{ text: system }] }),
      messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
      inferenceConfig: { maxTokens, ...(temperature === undefined ? {} : { temperature }) },
    });
    const abortSignal = AbortSignal.timeout(timeoutMs);
    try {
      return answerOf(await client.send(command, { abortSignal }));
    } catch (error) {
      throw modelError(error, modelId, abortSignal.aborted ? timeoutMs : undefined);
    }
  },
});

const answerOf = ({ output, stopReason, usage }: ConverseCommandOutput): ModelAnswer => ({
  text: (output?.message?.content ?? []).map(({ text = '' }) => text).join(''),
  stop: (stopReason && STOPS[stopReason]) ?? 'other',
  usage: {
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    cacheReadTokens: usage?.cacheReadInputTokens ?? 0,
    cacheWriteTokens: usage?.cacheWriteInputTokens ?? 0,
  },
});

/** Bedrock says "access denied" both when the role lacks the permission, which its message names, and when the account was never given the model; a model withdrawn from the account is "not found". */
const modelError = (error: unknown, modelId: string, timeUpMs: number | undefined): AwsError => {
  const told = asAwsError(error, 'bedrock:InvokeModel', modelId);
  if (timeUpMs !== undefined) return new AwsError('PAWL-AWS-UNREACHABLE', `bedrock:InvokeModel on ${modelId} gave no answer within ${timeUpMs} ms. Give it more time, or ask for less.`, { cause: error });
  const isRole = /is not authorized to perform: bedrock:/.test(told.message);
  if ((told.code === 'PAWL-AWS-DENIED' && !isRole) || told.code === 'PAWL-AWS-NOT-FOUND') {
    const said = error instanceof Error ? error.message : String(error);
    return new AwsError('PAWL-AWS-MODEL-ACCESS', `bedrock:InvokeModel on ${modelId} failed: ${said} Ask for access to the model in the Bedrock console of this region, or set another model.`, { cause: error });
  }
  return told;
};
