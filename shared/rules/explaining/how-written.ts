import type { Patch } from '../../domain/remedy.ts';

/** Who wrote a patch and how sure of it; of a model's, in how many calls, for how many tokens and what money, and what the reviewers said. One line. */
export const howWritten = ({ author, confidence, workings }: Pick<Patch, 'author' | 'confidence' | 'workings'>): string => {
  const sure = author.kind === 'person' ? '' : `, ${Math.round(confidence * 100)} % sure`;
  if (workings === undefined) return `${author.kind} ${author.name}${sure}`;
  const { calls, audits } = workings;
  const tokens = calls.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
  const usd = calls.reduce((sum, { microUsd }) => sum + microUsd, 0) / 1e6;
  const notes = new Set(calls.flatMap(({ note }) => note ?? []));
  const reviews = audits.map(({ provider, model, verdict, issues }) => `${provider}/${model} ${verdict === 'passes' ? 'lets it pass' : 'blocks it'}${issues.length === 0 ? '' : ` with ${issues.length === 1 ? 'one issue' : `${issues.length} issues`}`}`);
  return [`${author.kind} ${author.name}${sure}`, `${calls.length === 1 ? 'one call' : `${calls.length} calls`}, ${tokens.toLocaleString('en-US')} tokens, $${usd.toFixed(usd < 0.1 ? 4 : 2)}`, ...(reviews.length === 0 ? [] : [`reviewed: ${reviews.join(', ')}`]), ...notes].join('; ');
};
