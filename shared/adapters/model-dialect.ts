/** What a model can be told and how. Endpoints that call themselves compatible differ here, and say so only when they are asked. */
export type ModelDialect = {
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  readonly takesTemperature: boolean;
  readonly takesSystem: boolean;
  readonly takesCachePoints: boolean;
};

/** What most take. */
export const COMMON_DIALECT: ModelDialect = { limit: 'max_tokens', takesTemperature: true, takesSystem: true, takesCachePoints: true };

type Rule = { readonly refused: RegExp; readonly isUsed: (dialect: ModelDialect) => boolean; readonly instead: Partial<ModelDialect> };

const RULES: readonly Rule[] = [
  { refused: /max_completion_tokens|\bmax_tokens\b.{0,60}\b(un|not )(supported|known|recogni[sz]ed|expected|permitted)|\b(un|not )(supported|known|recogni[sz]ed|expected|permitted)\b.{0,60}\bmax_tokens\b/is, isUsed: ({ limit }) => limit === 'max_tokens', instead: { limit: 'max_completion_tokens' } },
  { refused: /temperature/i, isUsed: ({ takesTemperature }) => takesTemperature, instead: { takesTemperature: false } },
  { refused: /cache.?point|prompt.?caching|explicit.?caching/i, isUsed: ({ takesCachePoints }) => takesCachePoints, instead: { takesCachePoints: false } },
  { refused: /system (role|prompts?|messages?|instructions?)\b.{0,40}\bnot\b|\bnot\b.{0,40}\bsystem (role|prompts?|messages?|instructions?)|doesn[’']t support system|'system'.{0,60}\bnot\b|\bnot\b.{0,60}'system'/is, isUsed: ({ takesSystem }) => takesSystem, instead: { takesSystem: false } },
];

/** How to ask again after a request was refused with this complaint; `undefined` when the words are not about the dialect. Gives up one thing at a time, each once. */
export const adaptedDialect = (dialect: ModelDialect, complaint: string): ModelDialect | undefined => {
  const rule = RULES.find(({ refused, isUsed }) => isUsed(dialect) && refused.test(complaint));
  return rule && { ...dialect, ...rule.instead };
};
