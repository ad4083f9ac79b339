import { ModelError, type Model, type ModelAnswer, type ModelRequest } from '../../shared/ports/model.ts';

/** A text is an answer that ends well. */
export type ScriptedReply = string | ModelAnswer | ModelError | ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>);

export type ScriptedModel = Model & { readonly asked: readonly ModelRequest[] };

/** A model that says what it is told to, reply by reply, the last one for good; a `ModelError` is thrown. Keeps what it was asked. */
export const scriptedModel = (...replies: readonly ScriptedReply[]): ScriptedModel => {
  const asked: ModelRequest[] = [];
  return {
    id: 'scripted',
    asked,
    converse: async (request) => {
      asked.push(request);
      const reply = replies[Math.min(asked.length, replies.length) - 1];
      if (reply === undefined) throw new ModelError('denied', 'scripted has nothing to say.');
      if (reply instanceof ModelError) throw reply;
      if (typeof reply === 'function') return await reply(request);
      return typeof reply === 'string' ? { text: reply, stop: 'end', usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 } } : reply;
    },
  };
};
