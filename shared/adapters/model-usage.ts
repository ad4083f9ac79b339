import type { ModelRequest, ModelUsage } from '../ports/model.ts';

/** As a provider tells it, before anybody looked at it. `input` is without what came from or went to a cache. */
export type ToldUsage = { readonly input: unknown; readonly output: unknown; readonly cacheRead?: unknown; readonly cacheWrite?: unknown };

/** What a provider may put around a prompt: its template, and instructions of its own. */
const MOST_ADDED_TOKENS = 10_000;
/** Some count the marks at the end of an answer. */
const MOST_END_TOKENS = 100;

/**
 * The usage that a provider tells, when it can be true; budgets are settled with it, so that a wrong one would either spend for nothing or block
 * everybody. It is not believed when a number is none, is negative or no whole one, when a prompt or an answer should have cost nothing, when the prompt
 * took more tokens than it has bytes (a token is at least one), or the answer more than were allowed and more than it has bytes. `said`: all that the
 * model wrote, with what it said to itself.
 */
export const plausibleUsage = (told: ToldUsage, { system = '', messages, maxTokens }: ModelRequest, said: string): ModelUsage | undefined => {
  const usage = { inputTokens: told.input, outputTokens: told.output, cacheReadTokens: told.cacheRead ?? 0, cacheWriteTokens: told.cacheWrite ?? 0 };
  if (!areCounts(usage)) return undefined;
  const promptTokens = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const mostPrompt = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), Buffer.byteLength(system)) + MOST_ADDED_TOKENS;
  const mostAnswer = Math.max(maxTokens, Buffer.byteLength(said)) + MOST_END_TOKENS;
  const isPossible = promptTokens >= 1 && promptTokens <= mostPrompt && usage.outputTokens >= (said === '' ? 0 : 1) && usage.outputTokens <= mostAnswer;
  return isPossible ? usage : undefined;
};

const areCounts = (usage: Record<keyof ModelUsage, unknown>): usage is ModelUsage => Object.values(usage).every((value) => Number.isSafeInteger(value) && Number(value) >= 0);
