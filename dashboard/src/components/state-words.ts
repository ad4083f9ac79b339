import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import type { Priority, Risk } from '../../../shared/domain/opportunity.ts';
import type { IconName } from './icon-paths.ts';

export type Tone = 'good' | 'bad' | 'wait' | 'busy' | 'idle';

/** How each state is said and drawn: by word, shape and colour. */
export const STATE_WORDS = {
  queued: ['Queued', 'idle', 'dots'],
  generating: ['Writing a remedy', 'busy', 'dots'],
  validating: ['Being checked', 'busy', 'dots'],
  'awaiting-approval': ['Waits for a yes', 'wait', 'hand'],
  releasing: ['Releasing', 'busy', 'up'],
  watching: ['Canary watched', 'busy', 'play'],
  promoting: ['Promoting', 'busy', 'up'],
  promoted: ['Promoted', 'good', 'check'],
  'rolling-back': ['Rolling back', 'bad', 'back'],
  'rolled-back': ['Rolled back', 'bad', 'back'],
  inconclusive: ['Inconclusive, taken back', 'idle', 'equal'],
  superseded: ['Superseded', 'idle', 'minus'],
  reverting: ['Reverting', 'bad', 'back'],
  reverted: ['Reverted', 'bad', 'back'],
  abstained: ['No remedy found', 'idle', 'minus'],
  rejected: ['Rejected', 'idle', 'cross'],
  failed: ['Failed', 'bad', 'cross'],
} as const satisfies Record<ImprovementState, readonly [string, Tone, IconName]>;

export const PRIORITY_WORDS = {
  critical: ['Critical', 'bad', 'stop'],
  high: ['High', 'wait', 'up'],
  medium: ['Medium', 'busy', 'equal'],
  low: ['Low', 'idle', 'down'],
} as const satisfies Record<Priority, readonly [string, Tone, IconName]>;

export const RISK_WORDS = {
  low: ['Low risk', 'good', 'down'],
  medium: ['Medium risk', 'wait', 'equal'],
  high: ['High risk', 'bad', 'up'],
} as const satisfies Record<Risk, readonly [string, Tone, IconName]>;

/** Nothing more happens to it by itself. */
export const isOver = (state: ImprovementState): boolean => ['promoted', 'rolled-back', 'inconclusive', 'superseded', 'reverted', 'abstained', 'rejected', 'failed'].includes(state);

/** A candidate may be serving traffic: it can be rolled back. */
export const isExposed = (state: ImprovementState): boolean => ['releasing', 'watching', 'promoting'].includes(state);
