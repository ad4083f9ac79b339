import type { KnownPrice, ModelPrice } from '../../../shared/config/model-prices.ts';
import type { ModelUsage } from '../../../shared/ports/model.ts';
import type { Amount } from '../../../shared/store/budgets.ts';
import type { ModelQuestion } from './ask-model.ts';

/**
 * Tokenizers of today make of a token some four bytes of English, three of code, and hardly ever fewer than two of any text (an emoji is four bytes and
 * two or three tokens); a reservation counts each two bytes as one. Only random bytes come out higher, and what is really used is put in afterwards.
 */
const BYTES_A_TOKEN = 2;
/** What a provider adds around each message. */
const TOKENS_A_MESSAGE = 16;

/** The most tokens that a question is expected to have. */
export const questionTokens = ({ system, messages }: ModelQuestion): number =>
  [system, ...messages.map(({ text }) => text)].reduce((sum, text) => sum + Math.ceil(new TextEncoder().encode(text).length / BYTES_A_TOKEN) + TOKENS_A_MESSAGE, 0);

/** The most that one attempt can cost: all of the question at the dearest rate for input, and an answer as long as is allowed. */
export const worstCost = (inputTokens: number, maxTokens: number, price: KnownPrice | undefined): Amount => {
  if (price === undefined) return { tokens: inputTokens + maxTokens, microUsd: 0 };
  const { input, output, cacheRead = input, cacheWrite = input } = ratesFor(inputTokens, price);
  return { tokens: inputTokens + maxTokens, microUsd: roundedUp(inputTokens * Math.max(input, cacheRead, cacheWrite) + maxTokens * output) };
};

/** What was used, in tokens of every kind together and in micro-dollars, rounded up. Without a known price no dollars are counted. */
export const costOfUsage = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: ModelUsage, price: KnownPrice | undefined): Amount => {
  const tokens = inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
  if (price === undefined) return { tokens, microUsd: 0 };
  const { input, output, cacheRead = input, cacheWrite = input } = ratesFor(inputTokens + cacheReadTokens + cacheWriteTokens, price);
  return { tokens, microUsd: roundedUp(inputTokens * input + outputTokens * output + cacheReadTokens * cacheRead + cacheWriteTokens * cacheWrite) };
};

const ratesFor = (inputTokens: number, { long, ...price }: KnownPrice): ModelPrice => (long !== undefined && inputTokens > long.aboveTokens ? long : price);

/** USD for a million tokens is micro-dollars for one. A thousandth less than a whole is arithmetic of floating point, not money. */
const roundedUp = (microUsd: number): number => Math.ceil(microUsd - 1e-6);
