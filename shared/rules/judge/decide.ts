import { elapsedMinutes } from './advance.ts';
import { isProven } from './gain.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import type { Reason, VerdictKind } from './verdict.ts';

/** The judge's word, from the state alone. Harm, once found, is final; so is an `inconclusive` end. Nothing is promoted in the burn-in. */
export function decide(state: JudgeState, settings: JudgeSettings): { kind: VerdictKind; reason: Reason } {
  if (state.ended !== null) return { kind: state.ended.why === 'window-over' ? 'inconclusive' : 'roll-back', reason: state.ended.why };
  const elapsed = elapsedMinutes(state);
  if (elapsed <= settings.burnInMinutes) return { kind: 'keep-watching', reason: 'burn-in' };
  if (isProven(state.best, settings)) return { kind: 'promote', reason: 'proven' };
  return { kind: 'keep-watching', reason: elapsed >= settings.windowMinutes ? 'extended' : 'watching' };
}

/** The canary's weight for the next minute: the first step through the burn-in, then the second, never back; 0 once it is over. */
export function adviseWeight(state: JudgeState, { burnInMinutes, weights }: Pick<JudgeSettings, 'burnInMinutes' | 'weights'>): number {
  const [first, second] = weights;
  if (state.ended !== null) return 0;
  return elapsedMinutes(state) >= burnInMinutes ? second : first;
}
