import * as z from 'zod';
import { ModelError, type ModelAnswer, type ModelRequest } from '../ports/model.ts';
import { failureOf } from './model-failure.ts';
import { boundedAnswer, withoutReasoning } from './model-text.ts';
import { plausibleUsage } from './model-usage.ts';
import { shownWords } from './model-words.ts';

const STOPS: Readonly<Record<string, ModelAnswer['stop']>> = {
  stop: 'end',
  end_turn: 'end',
  eos: 'end',
  stop_sequence: 'end',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  content_filter: 'refused',
  refusal: 'refused',
};

const text = z.string().nullish().catch(undefined);
const anything = z.unknown().optional();
/** `text` is the only kind of part that is an answer; what a model thought comes as parts too. */
const Part = z.object({ type: text, text });
const Message = z.object({ content: z.union([z.string(), z.array(Part)]).nullish(), reasoning_content: text, reasoning: text, refusal: text });
const Choice = z.object({ message: Message, finish_reason: text, error: anything });
const Usage = z.object({ prompt_tokens: anything, completion_tokens: anything, prompt_cache_hit_tokens: anything, prompt_tokens_details: z.object({ cached_tokens: anything }).nullish().catch(undefined) });
const Completion = z.object({ choices: z.tuple([Choice], z.unknown()), usage: Usage.nullish().catch(undefined) });
const ErrorFacts = z.object({ code: anything, status: anything, message: text, type: text, param: text });
const Complaint = z.object({ error: z.union([z.string(), ErrorFacts]).nullish().catch(undefined), message: text, detail: text });

/** What an endpoint says went wrong, in whichever of the usual shapes; its text as it stands when it is in none. */
export const complaintIn = (body: string): { readonly said: string; readonly status?: number } => {
  const { data } = Complaint.safeParse(jsonOf(body));
  const error = data?.error ?? undefined;
  if (error === undefined) return { said: data?.message ?? data?.detail ?? body };
  if (typeof error === 'string') return { said: error };
  const status = [error.code, error.status].map(Number).find((code) => Number.isInteger(code) && code >= 400 && code < 600);
  const words = [error.message, error.type, typeof error.code === 'string' ? error.code : undefined, error.param].filter((word) => typeof word === 'string' && word !== '');
  return { said: words.join(' · '), ...(status === undefined ? {} : { status }) };
};

/** The answer in the body of a Chat Completion. Throws `ModelError` for every text that is none, in which `usage` stands as far as it is told. */
export const openaiAnswer = (who: string, body: string, request: ModelRequest, secrets: readonly string[]): ModelAnswer => {
  const json = jsonOf(body);
  const completion = Completion.safeParse(json).data;
  if (completion === undefined) throw noAnswer(who, json, body, secrets);
  const [{ message, finish_reason: reason, error }] = completion.choices;
  const [content, thoughts] = [contentOf(message.content), `${message.reasoning_content ?? ''}${message.reasoning ?? ''}`];
  const usage = usageOf(completion.usage, request, `${content}${thoughts}`);
  if (typeof error === 'object' && error !== null) throw new ModelError('unavailable', `${who} broke off its answer: ${shownWords(complaintIn(JSON.stringify({ error })).said, secrets)}.`, { usage });

  const said = withoutReasoning(content);
  const stop = message.refusal ? 'refused' : (STOPS[reason ?? ''] ?? 'other');
  if (said === '' && stop !== 'length' && stop !== 'refused') throw new ModelError('unavailable', `${who} answered with no words (${reason ?? 'it does not say why'}). Its context window may be smaller than the prompt.`, { usage });
  return { ...boundedAnswer(said, stop, request), ...(usage === undefined ? {} : { usage }) };
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

/** Some report their failures with status 200. */
const noAnswer = (who: string, json: unknown, body: string, secrets: readonly string[]): ModelError => {
  if (json !== undefined && Complaint.safeParse(json).data?.error) {
    const { said, status = 502 } = complaintIn(body);
    return failureOf(who, { status, said: shownWords(said, secrets) });
  }
  const what = body.trim() === '' ? 'nothing' : json === undefined ? `what is no (whole) JSON: ${shownWords(body, secrets)}` : `JSON that is no Chat Completion: ${shownWords(body, secrets)}`;
  return new ModelError('unavailable', `${who} answered with ${what}.`);
};

const contentOf = (content: z.infer<typeof Message>['content']): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => (part.type === 'text' || part.type === 'output_text' || part.type === undefined ? (part.text ?? '') : '')).join('');

/** `prompt_tokens` counts what came from the cache as well. */
const usageOf = (usage: z.infer<typeof Usage> | null | undefined, request: ModelRequest, said: string): ModelAnswer['usage'] => {
  if (!usage) return undefined;
  const cacheRead = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0;
  const input = typeof usage.prompt_tokens === 'number' && typeof cacheRead === 'number' ? usage.prompt_tokens - cacheRead : undefined;
  return plausibleUsage({ input, output: usage.completion_tokens, cacheRead }, request, said);
};
