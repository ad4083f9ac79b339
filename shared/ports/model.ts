export type ModelMessage = { readonly role: 'user' | 'assistant'; readonly text: string };

export type ModelRequest = {
  /** What the model is told before the conversation. The same for many calls, so that a provider's cache of prompts can keep it. */
  readonly system?: string;
  /** Begins and ends with `user`. */
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  /** 0–1; left out for models that do not take it. */
  readonly temperature?: number;
  /** For the whole of this attempt, from the first byte sent to the last one read, however slowly they come. At most 300,000. */
  readonly timeoutMs: number;
};

/** Whole numbers, none negative. `inputTokens` without what came from or went to a cache of prompts. */
export type ModelUsage = { readonly inputTokens: number; readonly outputTokens: number; readonly cacheReadTokens: number; readonly cacheWriteTokens: number };

export type ModelAnswer = {
  /** Without what the model said to itself. Empty only when `stop` is `length` (it thought until its tokens were spent) or `refused`. */
  readonly text: string;
  /** `end`: said all it had to say; `length`: cut off at `maxTokens`, the end of its window or what anybody could want to read; `refused`: stopped by a filter; `other`: with no such reason. */
  readonly stop: 'end' | 'length' | 'refused' | 'other';
  /** Absent where the provider does not tell, or tells what cannot be; whoever pays then counts what was reserved. */
  readonly usage?: ModelUsage;
};

export const NO_USAGE: ModelUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** A language model without tools: text in, text out, and what it cost in tokens. */
export interface Model {
  /** As its provider calls it. */
  readonly id: string;
  /** One attempt. Throws `ModelError`, and nothing else, when there is no whole answer. */
  converse(request: ModelRequest): Promise<ModelAnswer>;
}

/**
 * Why there is no answer. `throttled` and `unavailable` (a 5xx, a broken connection, a text that is no answer) and `timed-out` may be tried again;
 * `denied` (key, role, access, no such model, an account without means), `refused` (the request itself) and `too-long` may not. `usage`: what it
 * consumed nevertheless, where that is known; nothing where it was turned away at the door.
 */
export class ModelError extends Error {
  override name = 'ModelError';
  readonly code: 'throttled' | 'unavailable' | 'timed-out' | 'denied' | 'refused' | 'too-long';
  /** How long the provider asks to wait. */
  readonly retryAfterMs: number | undefined;
  readonly usage: ModelUsage | undefined;

  constructor(code: ModelError['code'], message: string, options: ErrorOptions & { retryAfterMs?: number | undefined; usage?: ModelUsage | undefined } = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.usage = options.usage;
  }
}
