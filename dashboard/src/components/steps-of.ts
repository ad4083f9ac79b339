import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import type { IconName } from './icon-paths.ts';
import { STATE_WORDS } from './state-words.ts';

export type Step = { readonly name: string; readonly place: 'done' | 'skipped' | 'here' | 'to-come'; readonly tone: 'good' | 'bad' | 'wait' | 'busy' | 'idle'; readonly icon: IconName };

const STEPS = [
  { name: 'Queued', states: ['queued'] },
  { name: 'Remedy', states: ['generating'] },
  { name: 'Checks', states: ['validating'] },
  { name: 'Approval', states: ['awaiting-approval'] },
  { name: 'Canary', states: ['releasing', 'watching'] },
  { name: 'Promoted', states: ['promoting', 'promoted'] },
] as const satisfies readonly { name: string; states: readonly ImprovementState[] }[];

const stepOf = (state: ImprovementState): number => STEPS.findIndex(({ states }) => (states as readonly ImprovementState[]).includes(state));

/** Where an improvement left the line when nothing is known of its way. */
const LEFT_AT: Partial<Record<ImprovementState, number>> = { 'rolling-back': 4, 'rolled-back': 4, inconclusive: 4, reverting: 5, reverted: 5, abstained: 1, rejected: 3, failed: 2, superseded: 3 };

/** The six steps of an improvement: which are done, which it did not need, where it is, and what is still to come. `history`: the states that it has been in, oldest first. */
export const stepsOf = (state: ImprovementState, history: readonly ImprovementState[] = []): readonly Step[] => {
  const isOnTheLine = stepOf(state) !== -1;
  const furthest = Math.max(-1, ...history.map(stepOf));
  const here = isOnTheLine ? stepOf(state) : furthest === -1 ? (LEFT_AT[state] ?? 0) : furthest;
  const [word, tone, icon] = STATE_WORDS[state];
  return STEPS.map(({ name, states }, index) => {
    // Where its way is known, nobody is told of a yes that nobody gave.
    if (index < here && history.length > 0 && !history.some((each) => (states as readonly ImprovementState[]).includes(each))) return { name, place: 'skipped', tone: 'idle', icon: 'minus' };
    if (index < here) return { name, place: 'done', tone: 'busy', icon: 'check' };
    if (index > here) return { name, place: 'to-come', tone: 'idle', icon: 'dot' };
    return { name: isOnTheLine && state !== 'promoting' ? name : word, place: 'here', tone, icon };
  });
};
