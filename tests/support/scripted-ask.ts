import type { Asked, AskModel, ModelQuestion, ModelTask } from '../../lambdas/generation/models/ask-model.ts';

export type ScriptedReply = string | Partial<Extract<Asked, { ok: true }>> | Extract<Asked, { ok: false }>;

/** A model that says what it was told to, call by call, and keeps what it was asked. The last reply is said again for every call after it. */
export const scriptedAsk = (...replies: readonly ScriptedReply[]): AskModel & { readonly asked: { readonly task: ModelTask; readonly question: ModelQuestion }[] } => {
  const asked: { task: ModelTask; question: ModelQuestion }[] = [];
  const ask: AskModel = async (task, question) => {
    const reply = replies[Math.min(asked.length, replies.length - 1)] ?? '';
    asked.push({ task, question });
    if (typeof reply !== 'string' && reply.ok === false) return reply;
    const given = typeof reply === 'string' ? { text: reply } : reply;
    return { text: '', stop: 'end', model: 'scripted', provider: 'here', usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0 }, microUsd: 7, attempts: 1, ...given, ok: true };
  };
  return Object.assign(ask, { asked });
};
