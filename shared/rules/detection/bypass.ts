import type { TargetState } from '../../domain/target-state.ts';
import type { Slice } from '../../domain/version-slice.ts';
import type { FoldSettings } from './fold-settings.ts';

/** Share of invocations past the aliases above which a target is not protected: what is released or taken back does not reach them. */
export const MOST_BYPASSING = 0.05;
/** Fewer requests than this say nothing about a share. */
const FEWEST_REQUESTS = 100;

/** Counts what the caller of a request asked for, in place. Without the probe nobody knows, and nothing is counted. */
export const countAsked = (slice: Slice, qualifier: string | undefined, { alias, tenantAliases = [] }: FoldSettings): void => {
  if (qualifier === undefined || alias === undefined) return;
  const [known, past] = slice.asked ?? [0, 0];
  slice.asked = [known + 1, past + Number(qualifier !== alias && !tenantAliases.includes(qualifier))];
};

/** `share` (0–1) of the requests with a known qualifier that came past every alias that is looked after, over the whole window; `undefined` where too few are known. */
export const bypassOf = ({ slices }: Pick<TargetState, 'slices'>): { readonly requests: number; readonly share: number; readonly isProtected: boolean } | undefined => {
  const requests = slices.reduce((sum, { asked }) => sum + (asked?.[0] ?? 0), 0);
  if (requests < FEWEST_REQUESTS) return undefined;
  const share = slices.reduce((sum, { asked }) => sum + (asked?.[1] ?? 0), 0) / requests;
  return { requests, share, isProtected: share <= MOST_BYPASSING };
};

/** What people are told of it; `undefined` while the target is protected. */
export const bypassSentence = (state: Pick<TargetState, 'slices'>): string | undefined => {
  const bypass = bypassOf(state);
  return bypass === undefined || bypass.isProtected ? undefined : `Not protected: ${(bypass.share * 100).toFixed(1)} % of ${bypass.requests} invocations came past its aliases. Their callers must name the alias.`;
};
