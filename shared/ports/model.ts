export type ModelMessage = { readonly role: 'user' | 'assistant'; readonly text: string };

export type ModelRequest = {
  /** What the model is told before the conversation. */
  readonly system?: string;
  /** Begins and ends with `user`. */
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  /** 0–1; left out for models that do not take it. */
  readonly temperature?: number;
  /** For the whole call, with what is tried again. */
  readonly timeoutMs: number;
};

/** `inputTokens` without what came from or went to a cache of prompts. */
export type ModelUsage = { readonly inputTokens: number; readonly outputTokens: number; readonly cacheReadTokens: number; readonly cacheWriteTokens: number };

export type ModelAnswer = {
  readonly text: string;
  /** `end`: said all it had to say; `length`: cut off at `maxTokens` or the end of its window; `refused`: stopped by a filter; `other`: with no such reason. */
  readonly stop: 'end' | 'length' | 'refused' | 'other';
  readonly usage: ModelUsage;
};

/** A language model without tools: text in, text out, and what it cost in tokens. */
export interface Model {
  /** As its provider calls it. */
  readonly id: string;
  /** Throws when there is no answer: no access, throttled for too long, no time left. */
  converse(request: ModelRequest): Promise<ModelAnswer>;
}
