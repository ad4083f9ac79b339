import { ModelError, NO_USAGE, type Model, type ModelRequest } from '../ports/model.ts';
import { BodyTooLong, boundedBody } from './bounded-body.ts';
import { adaptedDialect, COMMON_DIALECT, type ModelDialect } from './model-dialect.ts';
import { failureOf } from './model-failure.ts';
import { retryAfterMs } from './model-retry-after.ts';
import { shownWords } from './model-words.ts';
import { complaintIn, openaiAnswer } from './openai-answer.ts';
import { openaiEndpoint, type OpenAiEndpoint } from './openai-endpoint.ts';

export type OpenAiModelOptions = OpenAiEndpoint & {
  readonly model: string;
  /** As people call the endpoint, for messages; otherwise its host. */
  readonly provider?: string;
};

const MOST_BODY_BYTES = 8_000_000;
const MOST_COMPLAINT = 10_000;

type Reply = { readonly ok: boolean; readonly status: number; readonly headers: Headers; readonly body: string };

/**
 * A model behind any endpoint that speaks OpenAI's Chat Completions: Ollama, vLLM, llama.cpp, LM Studio, OpenRouter, OpenAI, Azure. Asked for a whole
 * answer, not a stream: within the minute that an attempt has, a stream would only tell sooner that it ends in vain. What an endpoint refuses to be told
 * (`max_tokens`, a temperature, a system role) is said in another way or left out, and remembered. The system text comes first and unchanged, so that an
 * endpoint that caches prompts by their beginning finds it. Redirects are not followed; the key is in no message.
 * Throws `ModelError` (`denied`) at once for an address or key that cannot be used.
 */
export const openaiModel = ({ model, provider, ...endpoint }: OpenAiModelOptions): Model => {
  const { url, headers, secrets } = openaiEndpoint(endpoint);
  const who = `${model} at ${provider ?? url.host}`;
  let dialect = COMMON_DIALECT;
  return {
    id: model,
    async converse(request) {
      const signal = AbortSignal.timeout(Math.ceil(request.timeoutMs));
      for (let tried = dialect; ; ) {
        const reply = await answered(who, signal, request.timeoutMs, () => post(url, headers, JSON.stringify(bodyFor(model, request, tried)), signal));
        if (reply.ok) {
          dialect = tried;
          return openaiAnswer(who, reply.body, request, secrets);
        }
        const said = complaintIn(reply.body).said.slice(0, MOST_COMPLAINT);
        const next = reply.status === 400 || reply.status === 422 ? adaptedDialect(tried, said) : undefined;
        const failure = failureOf(who, { status: reply.status, said: shownWords(said, secrets), retryAfterMs: retryAfterMs((name) => reply.headers.get(name)) });
        if (next === undefined || failure.code === 'too-long') throw failure;
        tried = next;
      }
    },
  };
};

const bodyFor = (model: string, { system = '', messages, maxTokens, temperature }: ModelRequest, { limit, takesTemperature, takesSystem }: ModelDialect) => {
  const [first, ...later] = messages.map(({ role, text }) => ({ role, content: text }));
  const opening = first && (system === '' || takesSystem ? first : { ...first, content: `${system}\n\n${first.content}` });
  return {
    model,
    messages: [...(system !== '' && takesSystem ? [{ role: 'system', content: system }] : []), ...(opening ? [opening] : []), ...later],
    [limit]: maxTokens,
    ...(temperature === undefined || !takesTemperature ? {} : { temperature }),
    stream: false,
  };
};

const post = async (url: URL, headers: Headers, body: string, signal: AbortSignal): Promise<Reply> => {
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  const bytes = response.body === null ? new Uint8Array() : await boundedBody(response.body, MOST_BODY_BYTES);
  return { ok: response.ok, status: response.status, headers: response.headers, body: new TextDecoder('utf-8', { fatal: response.ok }).decode(bytes) };
};

/** Everything that can break between here and there, as a `ModelError`. */
const answered = async <Answer>(who: string, signal: AbortSignal, timeoutMs: number, ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw new ModelError('timed-out', `${who} gave no whole answer within ${timeoutMs} ms.`, { cause: error });
    if (error instanceof BodyTooLong) throw new ModelError('unavailable', `${who} answered with more than ${MOST_BODY_BYTES / 1e6} MB.`, { cause: error });
    throw new ModelError('unavailable', `${who} could not be asked: ${reasonOf(error)}.`, { cause: error, ...(NOT_REACHED.has(String(codeOf(error))) ? { usage: NO_USAGE } : {}) });
  }
};

const NOT_REACHED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ENETUNREACH', 'EHOSTUNREACH']);

/** `fetch` hides what happened in its cause. */
const hidden = (error: unknown): { readonly code?: unknown; readonly message?: unknown } => {
  const { cause } = error instanceof Error ? error : {};
  return (typeof cause === 'object' && cause !== null ? cause : error) as { code?: unknown; message?: unknown };
};

const codeOf = (error: unknown): unknown => hidden(error).code;

const reasonOf = (error: unknown): string => {
  const { code, message } = hidden(error);
  if (code === 'ECONNREFUSED') return 'nobody listens there (is it running?)';
  if (code === 'ENOTFOUND') return 'no such host';
  return [code, message].filter((word) => typeof word === 'string' && word !== '').join(' ');
};
