import { ConverseCommand, type BedrockRuntimeClient, type ConverseCommandInput, type ConverseCommandOutput, type StopReason } from '@aws-sdk/client-bedrock-runtime';
import { ModelError, type Model, type ModelAnswer, type ModelRequest } from '../../ports/model.ts';
import { adaptedDialect, COMMON_DIALECT, type ModelDialect } from '../model-dialect.ts';
import { boundedAnswer, withoutReasoning } from '../model-text.ts';
import { plausibleUsage } from '../model-usage.ts';
import { takesCachePoints } from './bedrock-caching.ts';
import { bedrockFailure } from './bedrock-failure.ts';
import { boundResponse } from './bedrock-response-bound.ts';

const STOPS: Partial<Record<StopReason, ModelAnswer['stop']>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'refused',
  content_filtered: 'refused',
};

const MOST_BODY_BYTES = 8_000_000;
const CACHE_POINT = { cachePoint: { type: 'default' } } as const;

export type BedrockModelOptions = {
  /** Made by `bedrockClient`: the other services' time-outs are too short for a model. */
  readonly client: BedrockRuntimeClient;
  /** A model or, where the model asks for one, an inference profile. */
  readonly modelId: string;
  /** Mark what may be cached: the system text, and all up to the first question, which repairs of its answer repeat. Otherwise by what the model is known to take. */
  readonly caching?: boolean;
};

/**
 * A model over Bedrock's Converse. What a model refuses to be told (a temperature, a system text, cache points) is left out or said in another way, and
 * remembered. The `ModelError` that it throws has an `AwsError` as its cause: `PAWL-AWS-MODEL-ACCESS` when the account has no access to the model,
 * `PAWL-AWS-DENIED` when the role may not call it.
 */
export const bedrockModel = ({ client, modelId, caching = takesCachePoints(modelId) }: BedrockModelOptions): Model => {
  let dialect: ModelDialect = { ...COMMON_DIALECT, takesCachePoints: caching };
  return {
    id: modelId,
    async converse(request) {
      const signal = AbortSignal.timeout(Math.ceil(request.timeoutMs));
      for (let tried = dialect; ; ) {
        const command = new ConverseCommand(inputFor(modelId, request, tried));
        boundResponse(command, { most: MOST_BODY_BYTES, signal });
        try {
          const output = await client.send(command, { abortSignal: signal });
          dialect = tried;
          return answerOf(output, modelId, request);
        } catch (error) {
          if (error instanceof ModelError) throw error;
          if (signal.aborted) throw new ModelError('timed-out', `bedrock:InvokeModel on ${modelId} gave no whole answer within ${request.timeoutMs} ms. Give it more time, or ask for less.`, { cause: error });
          const failure = bedrockFailure(error, modelId);
          const next = failure.code === 'refused' ? adaptedDialect(tried, failure.message) : undefined;
          if (next === undefined) throw failure;
          tried = next;
        }
      }
    },
  };
};

const inputFor = (modelId: string, { system = '', messages, maxTokens, temperature }: ModelRequest, dialect: ModelDialect): ConverseCommandInput => {
  const cachePoint = dialect.takesCachePoints ? [CACHE_POINT] : [];
  const inFront = dialect.takesSystem || system === '' ? [] : [{ text: system }];
  return {
    modelId,
    ...(system === '' || !dialect.takesSystem ? {} : { system: [{ text: system }, ...cachePoint] }),
    messages: messages.map(({ role, text }, index) => ({ role, content: index === 0 ? [...inFront, { text }, ...cachePoint] : [{ text }] })),
    inferenceConfig: { maxTokens, ...(temperature === undefined || !dialect.takesTemperature ? {} : { temperature }) },
  };
};

const answerOf = ({ output, stopReason, usage: told }: ConverseCommandOutput, modelId: string, request: ModelRequest): ModelAnswer => {
  const blocks = output?.message?.content;
  if (!Array.isArray(blocks)) throw new ModelError('unavailable', `bedrock:InvokeModel on ${modelId} gave something that is no answer.`);
  const all = blocks.map((block) => block.text ?? '').join('');
  const thoughts = blocks.map((block) => block.reasoningContent?.reasoningText?.text ?? '').join('');
  const usage = plausibleUsage({ input: told?.inputTokens, output: told?.outputTokens, cacheRead: told?.cacheReadInputTokens, cacheWrite: told?.cacheWriteInputTokens }, request, `${all}${thoughts}`);
  const [said, stop] = [withoutReasoning(all), (stopReason && STOPS[stopReason]) ?? 'other'];
  if (said === '' && stop !== 'length' && stop !== 'refused') throw new ModelError('unavailable', `bedrock:InvokeModel on ${modelId} gave an answer without words (${stopReason ?? 'it does not say why'}).`, { usage });
  return { ...boundedAnswer(said, stop, request), ...(usage === undefined ? {} : { usage }) };
};
